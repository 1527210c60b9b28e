package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.local.platform.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the end-to-end tests stand on; without it they are skipped, and say so. */
final class Built {

    private Built() {}

    /** Skips the test where the functions are not packaged. */
    static void requireFunctions() {
        Path root = Checkout.find().root();
        for (String module : new String[] {"ingest-function", "window-function", "query-function"}) {
            Path zip = root.resolve(module).resolve("target/function.zip");
            assumeTrue(Files.exists(zip), () -> "skipped: " + zip + " is not built");
        }
    }

    /** A file of the recorded data sets; skips the test where it is missing. */
    static Path shared(String name) {
        Path file = Path.of(System.getProperty("tidemark.shared", "../shared")).resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: recorded data " + file + " is missing");
        assertThat(file).isReadable();
        return file;
    }
}

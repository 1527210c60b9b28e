package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.domain.platform.PlatformFunction;
import dev.tidemark.infra.stack.BatchPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackageSizeTest {

    /** Lambda's bound on a function and its layers, unzipped. */
    private static final long MOST_BYTES = 250L << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_function_and_its_layer_are_within_what_Lambda_unpacks(PlatformFunction function) throws IOException {
        Path zip = Synthesized.HOME.resolve(function.zip());
        if (function == PlatformFunction.BATCH && !Files.exists(zip)) {
            zip = BatchPackage.pack(zip.getParent(), folder.resolve("batch.zip"))
                    .orElse(zip);
        }
        assumeThat(Files.exists(zip)).as("not built: " + function.zip()).isTrue();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            long bytes = file.stream().mapToLong(ZipEntry::getSize).sum()
                    + Files.size(Synthesized.HOME.resolve("views.yaml"));
            assertThat(bytes).isBetween(1L, MOST_BYTES);
        }
    }

    @Test
    void the_batch_takes_the_native_library_of_its_own_machine_along_and_no_other() throws IOException {
        Path lib = Files.createDirectories(folder.resolve("target/lib"));
        jar(folder.resolve("target/batch-job-1.jar"), "Job.class");
        jar(
                lib.resolve("duckdb_jdbc-1.jar"),
                "Driver.class",
                "libduckdb_java.so_linux_arm64",
                "libduckdb_java.so_linux_amd64",
                "libduckdb_java.so_osx_universal");
        Path once = BatchPackage.pack(folder.resolve("target"), folder.resolve("once.zip"))
                .orElseThrow();
        Path again = BatchPackage.pack(folder.resolve("target"), folder.resolve("again.zip"))
                .orElseThrow();
        assertThat(names(new ZipInputStream(Files.newInputStream(once))))
                .containsExactly("lib/batch-job-1.jar", "lib/duckdb_jdbc-1.jar");
        try (ZipFile zip = new ZipFile(once.toFile())) {
            assertThat(names(new ZipInputStream(zip.getInputStream(zip.getEntry("lib/duckdb_jdbc-1.jar")))))
                    .containsExactly("Driver.class", "libduckdb_java.so_linux_arm64");
        }
        assertThat(again).hasSameBinaryContentAs(once);
    }

    @Test
    void without_a_build_there_is_nothing_to_pack() {
        assertThat(BatchPackage.pack(folder.resolve("nothing"), folder.resolve("zip")))
                .isEmpty();
    }

    private static void jar(Path file, String... names) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static List<String> names(ZipInputStream zip) throws IOException {
        List<String> names = new ArrayList<>();
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName());
        }
        return names;
    }
}

package dev.tidemark.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages the {@link ProbeFunction} as a function is packaged. */
public final class ProbeZip {

    private static final String CLASS_FILE = ProbeFunction.class.getName().replace('.', '/') + ".class";

    private ProbeZip() {}

    public static FunctionSpec in(Path directory) {
        Path zip = directory.resolve("function.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                InputStream in = ProbeZip.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
            out.putNextEntry(new ZipEntry(CLASS_FILE));
            in.transferTo(out);
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FunctionSpec.of("probe", zip, ProbeFunction.class.getName() + "::handleRequest")
                .withMemory(128);
    }
}

package dev.tidemark.local.runtime.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages the {@link ProbeFunction} as a function is packaged; the same bytes each time. */
public final class ProbeZip {

    private static final String CLASS_FILE = ProbeFunction.class.getName().replace('.', '/') + ".class";

    private ProbeZip() {}

    public static FunctionSpec in(Path directory) {
        return FunctionSpec.of(
                        "probe",
                        write(directory.resolve("function.zip"), Map.of()),
                        ProbeFunction.class.getName() + "::handleRequest")
                .withMemory(128);
    }

    /** With more files in it: text by path. */
    static Path write(Path zip, Map<String, String> files) {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                InputStream in = ProbeZip.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
            add(out, CLASS_FILE, in.readAllBytes());
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(out, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip;
    }

    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}

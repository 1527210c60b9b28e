package dev.tidemark.infra.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The batch job as a function: its jar and those it runs with below {@code lib/}, where Lambda looks for them. DuckDB's
 * native libraries for other machines are left behind, 200 of 250 MB. The same jars make the same zip, byte for byte, so
 * that nothing is deployed that has not changed.
 */
public final class BatchPackage {

    private static final String NATIVE_PREFIX = "libduckdb_java.so_";
    private static final String NATIVE = NATIVE_PREFIX + "linux_arm64";

    private BatchPackage() {}

    /**
     * Packs what the batch job's build has left.
     *
     * @param target the build's output: {@code batch-job-….jar} and {@code lib/}
     * @param zip where to
     * @return the zip; empty if there is nothing to pack
     */
    public static Optional<Path> pack(Path target, Path zip) {
        Path lib = target.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return Optional.empty();
        }
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            List<Path> jars = new ArrayList<>(jars(target));
            if (jars.isEmpty()) {
                return Optional.empty();
            }
            jars.addAll(jars(lib));
            for (Path jar : jars) {
                put(out, "lib/" + jar.getFileName(), content(jar));
            }
            return Optional.of(zip);
        } catch (IOException e) {
            throw new UncheckedIOException("the batch job cannot be packed from " + target, e);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] content(Path jar) throws IOException {
        boolean duckdb = jar.getFileName().toString().startsWith("duckdb_jdbc");
        return duckdb ? withoutForeignNatives(jar) : Files.readAllBytes(jar);
    }

    private static byte[] withoutForeignNatives(Path jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (!entry.isDirectory() && (!name.startsWith(NATIVE_PREFIX) || name.equals(NATIVE))) {
                    put(out, name, in.readAllBytes());
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

package dev.tidemark.infra.stack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The batch job's zip as it is deployed: without DuckDB's native libraries for other machines, which are two thirds of it.
 * The same zip makes the same one, byte for byte, so that nothing is deployed that has not changed.
 */
public final class BatchPackage {

    private static final String DUCKDB = "lib/duckdb_jdbc";
    private static final String NATIVE_PREFIX = "libduckdb_java.so_";
    private static final String NATIVE = NATIVE_PREFIX + "linux_arm64";

    private BatchPackage() {}

    /** Writes the lean form of a zip; returns where to. */
    public static Path lean(Path zip, Path to) {
        try (InputStream in = Files.newInputStream(zip);
                OutputStream out = Files.newOutputStream(to)) {
            copy(in, out, name -> true);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException("the batch job's zip cannot be read: " + zip, e);
        }
    }

    private static void copy(InputStream from, OutputStream to, Predicate<String> wanted) throws IOException {
        try (ZipInputStream in = new ZipInputStream(from);
                ZipOutputStream out = new ZipOutputStream(to)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (entry.isDirectory() || !wanted.test(name)) {
                    continue;
                }
                ZipEntry copied = new ZipEntry(name);
                copied.setTime(0);
                out.putNextEntry(copied);
                out.write(name.startsWith(DUCKDB) ? withoutForeignNatives(in.readAllBytes()) : in.readAllBytes());
                out.closeEntry();
            }
        }
    }

    private static byte[] withoutForeignNatives(byte[] jar) throws IOException {
        ByteArrayOutputStream lean = new ByteArrayOutputStream();
        copy(new ByteArrayInputStream(jar), lean, name -> !name.startsWith(NATIVE_PREFIX) || name.equals(NATIVE));
        return lean.toByteArray();
    }
}

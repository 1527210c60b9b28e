package dev.tidemark.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** How large a function is when Lambda has unpacked it, and how large it may be. */
public final class UnpackedSize {

    /** Lambda's bound on a function and its layers together, unpacked: 250 MiB. */
    public static final long MOST_BYTES = 250L << 20;

    private UnpackedSize() {}

    /** The bytes in a zip, unpacked. */
    public static long of(Path zip) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().mapToLong(ZipEntry::getSize).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("the zip cannot be read: " + zip, e);
        }
    }

    /**
     * Refuses what Lambda would refuse, before anything is uploaded.
     *
     * @param layers bytes of the function's layers
     * @throws IllegalArgumentException if both are too large together
     */
    static void require(Path zip, long layers) {
        long bytes = of(zip) + layers;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("unpacked with its layer, a function has at most " + MOST_BYTES
                    + " bytes on Lambda: " + bytes + " in " + zip + "; look for a dependency that it does not need");
        }
    }
}

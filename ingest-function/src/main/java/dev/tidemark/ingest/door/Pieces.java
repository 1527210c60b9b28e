package dev.tidemark.ingest.door;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Puts what a decoder gives, piece by piece, into a body, which ends it at its bound. */
final class Pieces {

    private final Body to;
    private final byte[] piece = new byte[8 << 10];

    Pieces(Body to) {
        this.to = to;
    }

    /**
     * Inflates to the end of the deflated data.
     *
     * @param checksum of what came out, or null
     * @return how much that was
     * @throws IOException if the data end before that
     */
    long inflate(Inflater inflater, @Nullable CRC32 checksum) throws IOException, DataFormatException {
        long size = 0;
        while (!inflater.finished()) {
            int count = inflater.inflate(piece);
            if (count == 0 && !inflater.finished()) {
                throw new IOException("the data are cut off, or want a dictionary");
            }
            if (checksum != null) {
                checksum.update(piece, 0, count);
            }
            put(count);
            size += count;
        }
        return size;
    }

    /** Reads to the end of a stream. */
    void readAll(InputStream decoded) throws IOException {
        for (int count = decoded.read(piece); count >= 0; count = decoded.read(piece)) {
            put(count);
        }
    }

    private void put(int count) {
        int at = to.length();
        System.arraycopy(piece, 0, to.grow(count, false), at, count);
    }
}

package dev.tidemark.ingest.door;

import java.io.IOException;

/**
 * The frames of a zstd body (RFC 8878, section 3.1), by their headers alone. The decoder takes up to three bytes behind the
 * last one for the beginning of nothing.
 */
final class ZstdFrames {

    private static final long MAGIC = 0xfd2f_b528L;
    private static final int RUN_LENGTH_BLOCK = 1;

    private final byte[] body;
    private int at;

    private ZstdFrames(byte[] body) {
        this.body = body;
    }

    /**
     * Goes through them all.
     *
     * @throws IOException if they do not end where the body ends
     */
    static void requireWhole(byte[] body) throws IOException {
        ZstdFrames frames = new ZstdFrames(body);
        do {
            frames.skipFrame();
        } while (frames.at < body.length);
    }

    private void skipFrame() throws IOException {
        if (next(4) != MAGIC) {
            throw new IOException("no zstd frame");
        }
        int descriptor = (int) next(1);
        boolean oneSegment = (descriptor & 0x20) != 0;
        int sizeBytes = descriptor >>> 6 == 0 ? (oneSegment ? 1 : 0) : 1 << (descriptor >>> 6);
        int dictionaryBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
        skip((oneSegment ? 0 : 1) + dictionaryBytes + sizeBytes);
        boolean last;
        do {
            int block = (int) next(3);
            last = (block & 1) != 0;
            skip((block >>> 1 & 3) == RUN_LENGTH_BLOCK ? 1 : block >>> 3);
        } while (!last);
        if ((descriptor & 4) != 0) {
            skip(4);
        }
    }

    /** A number of so many bytes, least first. */
    private long next(int bytes) throws IOException {
        int from = at;
        skip(bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (body[from + i] & 0xff);
        }
        return value;
    }

    private void skip(int bytes) throws IOException {
        if (bytes > body.length - at) {
            throw new IOException("the frame is cut off");
        }
        at += bytes;
    }
}

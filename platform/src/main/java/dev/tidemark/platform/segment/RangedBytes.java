package dev.tidemark.platform.segment;

import java.io.IOException;

/** A file that can be read in parts, such as an object in a bucket; a test counts the reads. */
public interface RangedBytes {

    /**
     * So many bytes from an offset on; fewer where the file ends before.
     *
     * @param offset from the file's beginning, {@code >= 0}
     * @param length {@code > 0}
     */
    byte[] range(long offset, int length) throws IOException;

    /** The last so many bytes; all of them where there are fewer. */
    byte[] tail(int length) throws IOException;
}

package dev.tidemark.ingest.door;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The members of a gzip file (RFC 1952), one after the other until the file ends, with their checksums. Java's own stream
 * takes a broken or cut-off second member for the end of the first.
 */
final class GzipMembers {

    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xe0;

    private final byte[] file;
    private int at;

    GzipMembers(byte[] file) {
        this.file = file;
    }

    /** Inflates them all. */
    void inflate(Pieces to) throws IOException, DataFormatException {
        do {
            skipHeader();
            member(to);
        } while (at < file.length);
    }

    private void member(Pieces to) throws IOException, DataFormatException {
        CRC32 checksum = new CRC32();
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(file, at, file.length - at);
            long size = to.inflate(inflater, checksum);
            at = file.length - inflater.getRemaining();
            need(TRAILER);
            if (littleEndian(at, 4) != checksum.getValue() || littleEndian(at + 4, 4) != (size & 0xffff_ffffL)) {
                throw new IOException("a member does not have the checksum or the size that it says");
            }
            at += TRAILER;
        } finally {
            inflater.end();
        }
    }

    private void skipHeader() throws IOException {
        need(FIXED_HEADER);
        int flags = file[at + 3] & 0xff;
        if (littleEndian(at, 2) != 0x8b1f || file[at + 2] != 8 || (flags & RESERVED) != 0) {
            throw new IOException("no gzip member");
        }
        at += FIXED_HEADER;
        if ((flags & EXTRA) != 0) {
            need(2);
            int length = (int) littleEndian(at, 2);
            need(2 + length);
            at += 2 + length;
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0) {
                need(1);
                if (file[at++] == 0) {
                    break;
                }
            }
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            need(2);
            at += 2;
        }
    }

    private void need(int bytes) throws IOException {
        if (bytes > file.length - at) {
            throw new IOException("the member is cut off");
        }
    }

    private long littleEndian(int from, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (file[from + i] & 0xff);
        }
        return value;
    }
}

package dev.tidemark.ingest.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF, and none of
 * what parsers take for a sign of UTF-16 or UTF-32: no zero byte and no byte order mark at the beginning. Looked at once, before anything reads them: what a parser passes
 * over, or replaces, is then no other text.
 */
final class Utf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** Bytes of UTF-8's byte order mark. */
    static final int MARK_BYTES = 3;

    private static final int LOOKED_AT_FOR_ZEROS = 4;

    private Utf8() {}

    /** Where the first byte stands that cannot be there, or -1. */
    static int firstFault(byte[] text, int from, int length) {
        int end = from + length;
        for (int i = from; i < Math.min(end, from + LOOKED_AT_FOR_ZEROS); i++) {
            if (text[i] == 0) {
                return i;
            }
        }
        if (beginsWithMark(text, from, length)) {
            return from;
        }
        int at = from;
        while (at < end) {
            if (at + 8 <= end && ((long) EIGHT_BYTES.get(text, at) & HIGH_BITS) == 0) {
                at += 8;
                continue;
            }
            int first = text[at];
            if (first >= 0) {
                at++;
                continue;
            }
            int size = sizeOf(first & 0xff);
            if (size == 0 || at + size > end || !isSequence(text, at, size)) {
                return at;
            }
            at += size;
        }
        return -1;
    }

    /** Whether a text begins with a byte order mark, {@link #MARK_BYTES} long. */
    static boolean beginsWithMark(byte[] text, int from, int length) {
        return length >= MARK_BYTES
                && text[from] == (byte) 0xef
                && text[from + 1] == (byte) 0xbb
                && text[from + 2] == (byte) 0xbf;
    }

    private static int sizeOf(int first) {
        if (first >= 0xc2 && first <= 0xdf) {
            return 2;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return 3;
        }
        return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    }

    private static boolean isSequence(byte[] text, int at, int size) {
        for (int i = 1; i < size; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return false;
            }
        }
        int second = text[at + 1] & 0xff;
        return switch (text[at] & 0xff) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }
}

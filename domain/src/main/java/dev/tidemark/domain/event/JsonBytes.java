package dev.tidemark.domain.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tidemark.domain.aggregate.Micros;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as UTF-8 bytes, put together of parts by one who knows where which belongs: a generator looks after that, and takes
 * its time for it with every event. Not thread-safe; each thread has one, whose buffer is used again.
 */
final class JsonBytes {

    /** What a string may hold as it is: printable ASCII, but for the quotation mark and the backslash. */
    private static final boolean[] PLAIN = new boolean[0x7f];

    static {
        Arrays.fill(PLAIN, ' ', PLAIN.length, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    /** A buffer that had to grow beyond this is let go. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final ThreadLocal<JsonBytes> OWN = ThreadLocal.withInitial(JsonBytes::new);

    private byte[] bytes = new byte[4 << 10];
    private int length;

    // The last instant's minute, written: most instants of a record have it as well.
    private final byte[] minute = new byte[IsoInstant.MINUTE_LENGTH];
    private long writtenMinute = Long.MIN_VALUE;

    private final byte[] decimal = new byte[Micros.LONGEST_FORMATTED];

    private JsonBytes() {}

    /** This thread's, with no bytes in it; what it held before is gone. */
    static JsonBytes empty() {
        JsonBytes own = OWN.get();
        own.length = 0;
        if (own.bytes.length > KEPT_BYTES) {
            own.bytes = new byte[KEPT_BYTES];
        }
        return own;
    }

    /** A part for {@link #add(byte[])}. */
    static byte[] part(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** A part, as it is. */
    JsonBytes add(byte[] part) {
        makeRoom(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        return this;
    }

    JsonBytes add(char ascii) {
        makeRoom(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /**
     * A string, in quotation marks.
     *
     * @throws IllegalArgumentException if it holds half a surrogate pair, which UTF-8 has no bytes for
     */
    JsonBytes string(String value) {
        int size = value.length();
        makeRoom(size + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < size; i++) {
            char c = value.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                return add('"').add(JsonStringEncoder.getInstance().quoteAsUTF8(value))
                        .add('"');
            }
            out[at++] = (byte) c;
        }
        out[at++] = '"';
        length = at;
        return this;
    }

    /** A text that is JSON already, such as a number's. */
    JsonBytes ascii(String json) {
        return add(part(json));
    }

    JsonBytes number(long value) {
        return ascii(Long.toString(value));
    }

    /** A decimal of so many micro-units, as a string. */
    JsonBytes decimal(long micros) {
        int start = Micros.format(micros, decimal);
        int size = decimal.length - start;
        makeRoom(size + 2);
        bytes[length] = '"';
        System.arraycopy(decimal, start, bytes, length + 1, size);
        length += size + 2;
        bytes[length - 1] = '"';
        return this;
    }

    /** An instant, as a string. */
    JsonBytes instant(long epochMillis) {
        makeRoom(IsoInstant.LENGTH + 2);
        long epochMinute = IsoInstant.minuteOf(epochMillis);
        if (epochMinute != writtenMinute) {
            IsoInstant.writeMinute(epochMinute, minute);
            writtenMinute = epochMinute;
        }
        bytes[length] = '"';
        System.arraycopy(minute, 0, bytes, length + 1, minute.length);
        IsoInstant.writeRest(epochMillis, bytes, length + 1 + minute.length);
        length += IsoInstant.LENGTH + 2;
        bytes[length - 1] = '"';
        return this;
    }

    /** The bytes so far. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void makeRoom(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
        }
    }
}

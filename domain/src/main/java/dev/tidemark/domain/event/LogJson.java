package dev.tidemark.domain.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What JSON the log may hold, as all of its readers must see it: a record that one of them would take and another not, or
 * otherwise, is malformed for each. It is UTF-8 without a byte order mark, nests at most {@value #MOST_NESTED} deep, and
 * its texts hold no half of a surrogate pair.
 */
public final class LogJson {

    /** How deep a record may nest; what ingestion writes nests six deep. */
    public static final int MOST_NESTED = 64;

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MOST_NESTED).build())
            .build();

    private LogJson() {}

    /**
     * Looks at the bytes before a parser does, which would follow a byte order mark or zero bytes to other encodings, and
     * takes texts that are none.
     *
     * @throws MalformedRecordException if they are no JSON that every reader takes alike
     */
    static void check(byte[] bytes) throws MalformedRecordException {
        if (bytes.length < 2 || bytes[0] <= 0 || bytes[1] <= 0) {
            throw new MalformedRecordException("not a JSON object in UTF-8");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // As many characters as bytes: they are ASCII, as nearly always, or each broken byte has become one.
        if ((text.length() != bytes.length || text.indexOf('\uFFFD') >= 0) && !isUtf8(bytes)) {
            throw new MalformedRecordException("not UTF-8");
        }
        if (hasHalfOfAPair(text)) {
            throw new MalformedRecordException("an escape is half a surrogate pair");
        }
    }

    /** Whether these bytes are one JSON object on one line, so that they can stand in a line of JSON as they are. */
    public static boolean isObjectOnOneLine(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        try {
            check(bytes);
        } catch (MalformedRecordException e) {
            return false;
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            json.skipChildren();
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whether an escaped surrogate stands without its other half. Unescaped ones are no UTF-8. */
    private static boolean hasHalfOfAPair(String text) {
        int at = text.indexOf("\\u");
        while (at >= 0) {
            int next = at + 2;
            if (isEscape(text, at)) {
                char unit = unit(text, at);
                if (Character.isLowSurrogate(unit)) {
                    return true;
                }
                if (Character.isHighSurrogate(unit)) {
                    if (!text.startsWith("\\u", at + 6) || !Character.isLowSurrogate(unit(text, at + 6))) {
                        return true;
                    }
                    next = at + 12;
                }
            }
            at = text.indexOf("\\u", next);
        }
        return false;
    }

    /** Whether the backslash is not itself escaped: an even number of them stands before it. */
    private static boolean isEscape(String text, int at) {
        int before = at;
        while (before > 0 && text.charAt(before - 1) == '\\') {
            before--;
        }
        return (at - before) % 2 == 0;
    }

    /** The four hexadecimal digits behind a backslash and u; 0 where there are none, which the parser refuses. */
    private static char unit(String text, int at) {
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return 0;
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }
}

package dev.tidemark.ingest.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tidemark.domain.event.JsonFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;

/** Strangers' JSON: how it is opened, and how its errors are told. */
public final class JsonText {

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(Limits.NESTING)
            .maxNameLength(Limits.FIELD_NAME_BYTES)
            .maxNumberLength(Limits.INFLATED_BYTES)
            .maxStringLength(Limits.INFLATED_BYTES)
            .maxDocumentLength(Limits.INFLATED_BYTES)
            .build();

    /**
     * Numbers and strings are bounded by the body alone: none is converted before its length is looked at, and one that
     * is too long costs its event, not the event's neighbours. Field names are kept in a table of some thousands, so
     * strangers' names are bounded, and a table of colliding ones is a slow table, not an error.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(BOUNDS)
            .build();

    /** Decodes the text before it reads it: slower, but at home with every escape. */
    private static final JsonFactory SLOWLY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(BOUNDS)
            .build();

    private static final int LONGEST_DETAIL = 200;

    private JsonText() {}

    /**
     * A parser of UTF-8 text.
     *
     * @throws UnreadableException if the text is in another encoding
     */
    public static JsonParser open(byte[] text, int from, int length) throws UnreadableException {
        for (int i = from; i < from + Math.min(4, length); i++) {
            int b = text[i] & 0xff;
            if (b == 0 || b >= 0xfe) {
                throw new UnreadableException(UnreadableException.Reason.SYNTAX, "the text is not UTF-8", 1, 1);
            }
        }
        try {
            return JSON.createParser(text, from, length);
        } catch (IOException e) {
            throw syntaxError(e);
        }
    }

    /** Whether {@link #open} may have failed for field names alone: it does not know escaped surrogate pairs in them. */
    static boolean hasEscapedSurrogate(byte[] text, int from, int length) {
        for (int i = from; i < from + length - 3; i++) {
            if (text[i] == '\\' && text[i + 1] == 'u' && (text[i + 2] == 'd' || text[i + 2] == 'D')) {
                return true;
            }
        }
        return false;
    }

    /** A parser of the same text that knows them. */
    static JsonParser openSlowly(byte[] text, int from, int length) throws IOException {
        return SLOWLY.createParser(new InputStreamReader(new ByteArrayInputStream(text, from, length), UTF_8));
    }

    /** Where the parser stands: in bytes, or in characters where {@linkplain #openSlowly it} knows no bytes. */
    static long offset(JsonParser json) {
        JsonLocation at = json.currentLocation();
        return at.getByteOffset() >= 0 ? at.getByteOffset() : at.getCharOffset();
    }

    /** Says what the parser says, with its place. */
    public static UnreadableException syntaxError(IOException e) {
        int line = 0;
        int column = 0;
        String detail = "not JSON";
        if (e instanceof JsonProcessingException json) {
            detail = JsonFault.of(json);
            JsonLocation at = json.getLocation();
            if (at != null) {
                line = Math.max(0, at.getLineNr());
                column = Math.max(0, at.getColumnNr());
            }
        }
        detail = Texts.printable(detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail);
        return new UnreadableException(UnreadableException.Reason.SYNTAX, detail, line, column);
    }
}

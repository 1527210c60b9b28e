package dev.tidemark.ingest.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Strangers' JSON: how it is opened, and how its errors are told. */
public final class JsonText {

    /**
     * Field names come from strangers, so no table keeps them. Numbers and strings are bounded by the body alone: none is
     * converted before its length is looked at, and one that is too long costs its event, not the event's neighbours.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING)
                    .maxNumberLength(Limits.INFLATED_BYTES)
                    .maxNameLength(Limits.INFLATED_BYTES)
                    .maxStringLength(Limits.INFLATED_BYTES)
                    .maxDocumentLength(Limits.INFLATED_BYTES)
                    .build())
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

    /** Says what the parser says, with its place. */
    public static UnreadableException syntaxError(IOException e) {
        int line = 0;
        int column = 0;
        String detail = "not JSON";
        if (e instanceof JsonProcessingException json) {
            detail = json.getOriginalMessage();
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

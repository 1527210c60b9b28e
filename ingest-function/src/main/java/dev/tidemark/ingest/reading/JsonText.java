package dev.tidemark.ingest.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tidemark.domain.event.JsonFault;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.model.Texts;
import java.io.IOException;

/** JSON that a sender wrote: how it is opened, and how its errors are told. */
public final class JsonText {

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(SizeLimits.NESTING)
            .maxNameLength(SizeLimits.FIELD_NAME_BYTES)
            .maxNumberLength(SizeLimits.INFLATED_BYTES)
            .maxStringLength(SizeLimits.INFLATED_BYTES)
            .maxDocumentLength(SizeLimits.INFLATED_BYTES)
            .build();

    /**
     * Numbers and strings are bounded by the body alone: none is converted before its length is looked at, and one that
     * is too long costs its event, not the event's neighbours. ForeignField names are kept in a table of some thousands, so
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

    /** Reads a text by a parser that stands before it. */
    @FunctionalInterface
    public interface TextReading<T> {
        T read(JsonInput input) throws IOException, UnreadableException;
    }

    /**
     * Reads a text, or a part of one. One byte order mark of UTF-8 before it is passed over.
     *
     * @param reading may be called twice, from the beginning both times
     * @throws UnreadableException if it is not UTF-8 or no JSON, or the reading says so
     */
    public static <T> T read(byte[] text, int from, int length, TextReading<T> reading) throws UnreadableException {
        int mark = Utf8.beginsWithMark(text, from, length) ? Utf8.MARK_BYTES : 0;
        return readUnmarked(text, from + mark, length - mark, reading);
    }

    private static <T> T readUnmarked(byte[] text, int from, int length, TextReading<T> reading)
            throws UnreadableException {
        int fault = Utf8.firstFault(text, from, length);
        if (fault >= 0) {
            throw notUtf8(text, from, fault);
        }
        try (JsonParser json = JSON.createParser(text, from, length)) {
            return reading.read(new JsonInput(json, from, null));
        } catch (IOException e) {
            if (!hasEscapedSurrogate(text, from, length)) {
                throw syntaxError(e);
            }
        }
        String decoded = new String(text, from, length, UTF_8);
        try (JsonParser json = SLOWLY.createParser(decoded)) {
            return reading.read(new JsonInput(json, from, decoded));
        } catch (IOException e) {
            throw syntaxError(e);
        }
    }

    /**
     * Whether the parser of bytes may have failed for field names alone: it does not know escaped surrogate pairs in them.
     */
    private static boolean hasEscapedSurrogate(byte[] text, int from, int length) {
        for (int i = from; i < from + length - 3; i++) {
            if (text[i] == '\\' && text[i + 1] == 'u' && (text[i + 2] == 'd' || text[i + 2] == 'D')) {
                return true;
            }
        }
        return false;
    }

    private static UnreadableException notUtf8(byte[] text, int from, int fault) {
        int line = 1;
        int start = from;
        for (int i = from; i < fault; i++) {
            if (text[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new UnreadableException(
                UnreadableException.Reason.SYNTAX, "the text is not UTF-8", line, fault - start + 1);
    }

    /** Says what the parser says, with its place. */
    private static UnreadableException syntaxError(IOException e) {
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

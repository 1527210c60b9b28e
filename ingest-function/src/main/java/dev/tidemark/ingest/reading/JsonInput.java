package dev.tidemark.ingest.reading;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import org.jspecify.annotations.Nullable;

/** A parser on a text, with the place where it stands in bytes, whichever way it reads. Not thread-safe. */
public final class JsonInput {

    private final JsonParser json;
    private final int from;
    /** What the parser reads in characters, or null where it reads the bytes themselves. */
    private final @Nullable String decoded;

    private int characters;
    private int bytes;

    JsonInput(JsonParser json, int from, @Nullable String decoded) {
        this.json = json;
        this.from = from;
        this.decoded = decoded;
    }

    public JsonParser json() {
        return json;
    }

    /** The first byte of the body that the parser has not passed. */
    public int offset() {
        JsonLocation at = json.currentLocation();
        if (decoded == null) {
            return from + (int) at.getByteOffset();
        }
        int end = (int) at.getCharOffset();
        while (characters < end) {
            char c = decoded.charAt(characters++);
            // Each half of a surrogate pair counts two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return from + bytes;
    }
}

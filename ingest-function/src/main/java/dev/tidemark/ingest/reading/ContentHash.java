package dev.tidemark.ingest.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A hash of what an object says, all of it: arrays in their order, members in no order, of a member that comes twice the
 * last. Numbers are hashed as they are written. The same content sent again has the same hash, however its members are
 * ordered and its text is spaced.
 */
final class ContentHash {

    private static final int HASH_BYTES = 16;

    private ContentHash() {}

    /**
     * The hash, in 32 hex digits.
     *
     * @param text has been read before: it is JSON, and the part of it an object
     * @param without members of the object, not of its parts, that are none of its content
     */
    static String of(byte[] text, int from, int length, Set<String> without) {
        try {
            return JsonText.read(text, from, length, input -> {
                input.json().nextToken();
                return HexFormat.of().formatHex(object(input.json(), without), 0, HASH_BYTES);
            });
        } catch (UnreadableException e) {
            throw new IllegalStateException("the text was read before", e);
        }
    }

    private static byte[] object(JsonParser json, Set<String> without) throws IOException {
        Map<String, byte[]> members = new TreeMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (without.contains(name)) {
                json.skipChildren();
            } else {
                members.put(name, value(json));
            }
        }
        MessageDigest hash = sha256('{');
        members.forEach((name, value) -> {
            hash.update(sha256('"').digest(name.getBytes(UTF_8)));
            hash.update(value);
        });
        return hash.digest();
    }

    private static byte[] value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(json, Set.of());
        }
        if (token == JsonToken.START_ARRAY) {
            MessageDigest hash = sha256('[');
            while (json.nextToken() != JsonToken.END_ARRAY) {
                hash.update(value(json));
            }
            return hash.digest();
        }
        // A string and a number of the same text are two contents.
        return sha256(token == JsonToken.VALUE_STRING ? '"' : '1')
                .digest(json.getText().getBytes(UTF_8));
    }

    private static MessageDigest sha256(char kind) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((byte) kind);
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

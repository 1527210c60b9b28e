package dev.tidemark.batch.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * One line of an archive object.
 *
 * @param sequence padded
 * @param arrivalMillis when the log took the record, by the wall clock
 * @param record the record's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ArchiveLine(String sequence, long arrivalMillis, byte[] record) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a line.
     *
     * @throws IOException if it is no line of an archive object
     */
    static ArchiveLine read(byte[] line) throws IOException {
        String sequence = "";
        long arrival = 0;
        byte[] record = {};
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "sequence" -> sequence = Sequence.pad(json.getText());
                    case "arrival" -> arrival = arrival(json, token);
                    case "raw" -> record = Base64.getDecoder().decode(json.getText());
                    case "record" -> {
                        int start = (int) json.currentTokenLocation().getByteOffset();
                        json.skipChildren();
                        int end = (int) json.currentLocation().getByteOffset();
                        record = Arrays.copyOfRange(line, start, end);
                    }
                    default -> json.skipChildren();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (sequence.isEmpty()) {
            throw new IOException("a line without a sequence number");
        }
        return new ArchiveLine(sequence, arrival, record);
    }

    private static long arrival(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        long millis = IsoInstant.parse(json.getText());
        return millis == IsoInstant.UNREADABLE ? 0 : millis;
    }
}

package dev.tidemark.batch.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
public record ArchiveLine(String sequence, long arrivalMillis, byte[] record) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] RECORD = ",\"record\":".getBytes(StandardCharsets.US_ASCII);

    /**
     * Reads a line, which stays as it is.
     *
     * @param line without its line break
     * @throws IOException if it is no line of an archive object
     */
    public static ArchiveLine read(byte[] line) throws IOException {
        if (line.length == 0 || line[line.length - 1] != '}') {
            throw new IOException("a line that does not end as an object does");
        }
        // The last member, whatever it holds: what is wrong with a record is not wrong with its line. No text of the
        // members before has these bytes, since its quotation marks are escaped.
        int name = indexOf(line, RECORD);
        byte[] members = Arrays.copyOf(line, name < 0 ? line.length : name + 1);
        byte[] record = name < 0 ? null : Arrays.copyOfRange(line, name + RECORD.length, line.length - 1);
        members[members.length - 1] = '}';
        String sequence = "";
        long arrival = 0;
        try (JsonParser json = JSON.createParser(members)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                switch (member) {
                    case "sequence" -> sequence = Sequence.pad(json.getText());
                    case "arrival" -> arrival = arrival(json, token);
                    case "raw" -> record = Base64.getDecoder().decode(json.getText());
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new IOException("something behind the line's object");
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (sequence.isEmpty()) {
            throw new IOException("a line without a sequence number");
        }
        if (record == null) {
            throw new IOException("a line without a record");
        }
        return new ArchiveLine(sequence, arrival, record);
    }

    private static int indexOf(byte[] line, byte[] part) {
        for (int at = 0; at <= line.length - part.length; at++) {
            if (Arrays.equals(line, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static long arrival(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        long millis = IsoInstant.parse(json.getText());
        return millis == IsoInstant.UNREADABLE ? 0 : millis;
    }
}

package dev.tidemark.window.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogJson;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Records as lines. A record that is a JSON object on one line stands in its line as it came, byte for byte; any other is
 * kept as base64. The same records give the same bytes.
 */
final class ArchiveLines {

    private static final JsonFactory JSON = new JsonFactory();

    private ArchiveLines() {}

    static ArchivedRun object(String shardId, List<RawRecord> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try (OutputStream gzip = new GZIPOutputStream(bytes, 16 * 1024)) {
            for (RawRecord record : records) {
                gzip.write(line(shardId, record));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        RawRecord first = records.get(0);
        RawRecord last = records.get(records.size() - 1);
        return new ArchivedRun(
                shardId, first.sequence(), last.sequence(), first.arrivalMillis(), records.size(), bytes.toByteArray());
    }

    private static byte[] line(String shardId, RawRecord record) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(record.data().length + 256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("shard", shardId);
            json.writeStringField("sequence", record.sequence());
            json.writeStringField("arrival", IsoInstant.format(record.arrivalMillis()));
            json.writeStringField("partitionKey", record.partitionKey());
            if (LogJson.isObjectOnOneLine(record.data())) {
                json.writeFieldName("record");
                json.writeRawValue(new String(record.data(), StandardCharsets.UTF_8));
            } else {
                json.writeBinaryField("raw", record.data());
            }
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }
}

package dev.tidemark.window.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.window.exactlyonce.Quarantine;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Quarantine in the bucket: one object a record. */
public final class S3Quarantine implements Quarantine {

    private static final JsonFactory JSON = new JsonFactory();

    private final S3Client s3;
    private final String bucket;

    public S3Quarantine(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public void put(String shardId, RawRecord record, String reason) {
        String key = ObjectKeys.quarantine(shardId, record.sequence());
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType("application/json"),
                RequestBody.fromBytes(json(shardId, record, reason)));
    }

    private static byte[] json(String shardId, RawRecord record, String reason) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("shard", shardId);
            json.writeStringField("sequence", record.sequence());
            json.writeStringField("arrival", IsoInstant.format(record.arrivalMillis()));
            json.writeStringField("partitionKey", record.partitionKey());
            json.writeStringField("reason", reason);
            json.writeBinaryField("data", record.data());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}

package dev.tidemark.local.runtime.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The on-failure destination: an object for each batch that is given up, at the key and in the shape that Lambda uses for
 * S3, with the records themselves as {@code payload}.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html">Retain discarded batch
 *     records for a Kinesis Data Streams event source in Lambda</a>
 */
final class FailureDestination {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss").withZone(ZoneOffset.UTC);

    /** Why a batch was given up, in Lambda's words. */
    enum FailureCondition {
        RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
        RECORD_AGE_EXCEEDED("RecordAgeExceeded");

        final String text;

        FailureCondition(String text) {
            this.text = text;
        }
    }

    private final S3Client s3;
    private final String bucket;
    private final MappingSpec mapping;
    private final Clock clock;

    FailureDestination(S3Client s3, String bucket, MappingSpec mapping, Clock clock) {
        this.s3 = s3;
        this.bucket = bucket;
        this.mapping = mapping;
        this.clock = clock;
    }

    /** Writes the object; throws what S3 throws, and then the batch must not be given up yet. */
    void accept(
            String shardId, List<PolledRecord> batch, FailureCondition condition, long invocations, String requestId) {
        Instant now = clock.instant();
        ObjectNode document = JSON.createObjectNode();
        document.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", mapping.functionArn())
                .put("condition", condition.text)
                .put("approximateInvokeCount", invocations);
        document.putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", "$LATEST")
                .put("functionError", "Unhandled");
        PolledRecord first = batch.get(0);
        PolledRecord last = batch.get(batch.size() - 1);
        document.put("version", "1.0")
                .put("timestamp", MILLIS.format(now))
                .putObject("KinesisBatchInfo")
                .put("shardId", shardId)
                .put("startSequenceNumber", first.sequenceNumber())
                .put("endSequenceNumber", last.sequenceNumber())
                .put("approximateArrivalOfFirstRecord", MILLIS.format(first.arrival()))
                .put("approximateArrivalOfLastRecord", MILLIS.format(last.arrival()))
                .put("batchSize", batch.size())
                .put("streamArn", mapping.streamArn());
        document.put("payload", new String(PolledRecord.event(batch), StandardCharsets.UTF_8));
        s3.putObject(
                put -> put.bucket(bucket).key(key(shardId, now)).contentType("application/json"),
                RequestBody.fromString(document.toString()));
    }

    /** {@code aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid>}. */
    private String key(String shardId, Instant now) {
        UUID mappingId = UUID.nameUUIDFromBytes(mapping.name().getBytes(StandardCharsets.UTF_8));
        return "aws/lambda/" + mappingId + "/" + shardId + "/" + DAY.format(now) + "/" + SECOND.format(now) + "-"
                + UUID.randomUUID();
    }
}

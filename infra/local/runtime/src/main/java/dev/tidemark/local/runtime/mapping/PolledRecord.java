package dev.tidemark.local.runtime.mapping;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * A record of a shard, with the JSON that Lambda sends for it. The JSON is made once: a record may be sent several times.
 *
 * @param sequenceNumber as Kinesis writes it
 * @param arrival approximate arrival in the stream
 * @param json the record's object in the {@code Records} of a Kinesis event
 */
@SuppressWarnings("ArrayRecordComponent")
record PolledRecord(String sequenceNumber, Instant arrival, byte[] json) {

    private static final byte[] HEAD = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** Bytes of an event beside its records, each with its comma. */
    static final int FRAME = HEAD.length + TAIL.length;

    static PolledRecord of(Record polled, String shardId, String streamArn, String region) {
        Instant arrival = polled.approximateArrivalTimestamp();
        String data = Base64.getEncoder().encodeToString(polled.data().asByteArrayUnsafe());
        StringBuilder json = new StringBuilder(data.length() + 640);
        json.append("{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(polled.partitionKey()))
                .append("\",\"sequenceNumber\":\"")
                .append(polled.sequenceNumber())
                .append("\",\"data\":\"")
                .append(data)
                .append("\",\"approximateArrivalTimestamp\":")
                .append(seconds(arrival))
                .append("},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\"")
                .append(shardId)
                .append(':')
                .append(polled.sequenceNumber())
                .append("\",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":\"")
                .append("arn:aws:iam::000000000000:role/local\",\"awsRegion\":\"")
                .append(region)
                .append("\",\"eventSourceARN\":\"")
                .append(streamArn)
                .append("\"}");
        return new PolledRecord(
                polled.sequenceNumber(), arrival, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Seconds since the epoch with three fraction digits, as Lambda writes them. */
    private static String seconds(Instant arrival) {
        long millis = arrival.toEpochMilli();
        long fraction = Math.floorMod(millis, 1000L);
        return Math.floorDiv(millis, 1000L) + "." + (fraction < 100 ? "0" : "") + (fraction < 10 ? "0" : "") + fraction;
    }

    /** The Kinesis event of a batch. */
    static byte[] event(List<PolledRecord> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(FRAME
                + batch.stream().mapToInt(record -> record.json.length + 1).sum());
        out.writeBytes(HEAD);
        for (int i = 0; i < batch.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(batch.get(i).json);
        }
        out.writeBytes(TAIL);
        return out.toByteArray();
    }
}

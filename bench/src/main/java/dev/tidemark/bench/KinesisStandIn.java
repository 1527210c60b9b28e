package dev.tidemark.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers PutRecord and PutRecords as Kinesis does, in JSON or CBOR as it is asked, a few milliseconds later, and keeps
 * nothing. An emulator that stores records would be the bound of what is measured here.
 */
public final class KinesisStandIn implements AutoCloseable {

    private static final String SHARD = "shardId-000000000000";

    private final Vertx vertx;
    private final long latencyMillis;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final JsonFactory json = new JsonFactory();
    private final JsonFactory cbor = new CBORFactory();
    private final HttpServer server;

    private KinesisStandIn(Vertx vertx, long latencyMillis) {
        this.vertx = vertx;
        this.latencyMillis = latencyMillis;
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(this::handle);
    }

    /** Starts one on a free port of the loopback address. */
    public static KinesisStandIn start(Vertx vertx, long latencyMillis) {
        KinesisStandIn standIn = new KinesisStandIn(vertx, latencyMillis);
        try {
            standIn.server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            return standIn;
        } catch (Exception e) {
            throw new BenchException("the stand-in of Kinesis cannot listen: " + e.getMessage(), e);
        }
    }

    /** What an SDK is told in place of the service. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Calls answered so far. */
    public long calls() {
        return calls.get();
    }

    /** Records acknowledged so far. */
    public long records() {
        return records.get();
    }

    private void handle(HttpServerRequest request) {
        String target = String.valueOf(request.getHeader("X-Amz-Target"));
        String type = String.valueOf(request.getHeader("Content-Type"));
        JsonFactory form = type.contains("cbor") ? cbor : json;
        request.body()
                .onSuccess(body -> vertx.setTimer(latencyMillis, late -> {
                    try {
                        answer(request, target.substring(target.indexOf('.') + 1), type, form, body);
                    } catch (IOException e) {
                        request.response().setStatusCode(400).end();
                    }
                }));
    }

    private void answer(HttpServerRequest request, String operation, String type, JsonFactory form, Buffer body)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int status = 200;
        try (JsonGenerator out = form.createGenerator(bytes)) {
            out.writeStartObject();
            switch (operation) {
                case "PutRecords" -> {
                    int count = partitionKeys(form, body.getBytes());
                    out.writeNumberField("FailedRecordCount", 0);
                    out.writeArrayFieldStart("Records");
                    for (int i = 0; i < count; i++) {
                        out.writeStartObject();
                        acknowledge(out);
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                }
                case "PutRecord" -> acknowledge(out);
                default -> {
                    status = 400;
                    out.writeStringField("__type", "UnknownOperationException");
                }
            }
            out.writeEndObject();
        }
        calls.incrementAndGet();
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("x-amzn-RequestId", "00000000-0000-0000-0000-" + String.format("%012x", calls.get()))
                .end(Buffer.buffer(bytes.toByteArray()));
    }

    private void acknowledge(JsonGenerator out) throws IOException {
        out.writeStringField("SequenceNumber", String.format(Locale.ROOT, "%056d", records.incrementAndGet()));
        out.writeStringField("ShardId", SHARD);
    }

    /** How many records a PutRecords body has. */
    public static int partitionKeys(JsonFactory form, byte[] body) throws IOException {
        int keys = 0;
        try (JsonParser in = form.createParser(body)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.FIELD_NAME && in.currentName().equals("PartitionKey")) {
                    keys++;
                }
            }
        }
        return keys;
    }

    @Override
    public void close() {
        server.close();
    }
}

package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Encodings.gzip;
import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.KinesisForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Three hundred bodies of rubbish, seeded: each is answered with a 4xx problem document, and the next good one is taken. */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class RubbishTest {

    private static final int BODIES = 300;

    @Inject
    PlainServer server;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Random random = new Random(20261122);

    @Test
    void rubbishIsAProblemAndHarmsNobody() throws Exception {
        byte[] bomb = gzipOfZeros(64L << 20);
        assertThat(bomb.length).isLessThan(2 << 20);
        for (int i = 0; i < BODIES; i++) {
            boolean ndjson = random.nextInt(4) == 0;
            Body body = body(i, bomb);
            HttpResponse<String> answer = post(body, ndjson ? "application/x-ndjson" : JSON);
            assertThat(answer.statusCode())
                    .as("body %d of kind %s", i, body.kind)
                    .isBetween(400, 499);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(new JsonPath(answer.body()).getInt("status")).isEqualTo(answer.statusCode());
            if (i % 100 == 99) {
                String good = envelope(newDevice(), event("e"));
                assertThat(post(new Body("good", good.getBytes(UTF_8), ""), JSON)
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private record Body(String kind, byte[] bytes, String encoding) {}

    private Body body(int i, byte[] bomb) {
        byte[] good = envelope(
                        "d", event("a"), "{\"id\":\"b\",\"type\":\"t\",\"value\":1.5,\"attributes\":{\"k\":\"v\"}}")
                .getBytes(UTF_8);
        return switch (i % 10) {
            case 0 -> new Body("truncated", Arrays.copyOf(good, random.nextInt(good.length)), "");
            case 1 -> new Body("noise", noise(1 + random.nextInt(2_000)), "");
            case 2 -> new Body("wrong types", wrongTypes().getBytes(UTF_8), "");
            case 3 -> new Body("huge numbers", hugeNumber().getBytes(UTF_8), "");
            case 4 -> {
                int depth = 100 + random.nextInt(200_000);
                yield new Body(
                        "nesting",
                        ("{\"deviceId\":\"d\",\"events\":" + "[{\"a\":".repeat(depth / 2)).getBytes(UTF_8),
                        "");
            }
            case 5 -> new Body("UTF-16", new String(good, UTF_8).getBytes(StandardCharsets.UTF_16), "");
            case 6 -> new Body("no UTF-8", withBytes(good, (byte) 0xff, (byte) 0xc3, (byte) 0x28), "");
            case 7 -> new Body("no gzip", noise(1 + random.nextInt(500)), "gzip");
            case 8 ->
                i % 100 == 8
                        ? new Body("bomb", Arrays.copyOf(bomb, Math.min(bomb.length, 1 << 20)), "gzip")
                        : new Body("half a gzip", Arrays.copyOf(gzip(good), 12 + random.nextInt(20)), "gzip");
            default ->
                new Body(
                        "bad events only",
                        envelope("d", "7", "{\"id\":\"" + "x".repeat(500) + "\"}", "[]")
                                .getBytes(UTF_8),
                        "");
        };
    }

    private String wrongTypes() {
        String[] values = {"7", "true", "null", "[]", "{}", "\"text\"", "[[[]]]", "-0.0e-0"};
        return "{\"deviceId\":" + values[random.nextInt(5)] + ",\"sentAt\":" + values[random.nextInt(values.length)]
                + ",\"clock\":" + values[random.nextInt(values.length)] + ",\"events\":"
                + values[random.nextInt(values.length)] + "}";
    }

    private String hugeNumber() {
        String[] numbers = {
            "9".repeat(1 + random.nextInt(100_000)) + "9999999999999",
            "1e999999999",
            "-1e-999999999",
            "1E+2147483648",
            "0." + "0".repeat(30) + "1"
        };
        return envelope("d", "{\"id\":\"a\",\"type\":\"t\",\"value\":" + numbers[random.nextInt(numbers.length)] + "}");
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] withBytes(byte[] text, byte... bytes) {
        byte[] broken = text.clone();
        System.arraycopy(bytes, 0, broken, 14, bytes.length); // in the middle of the device's id and what follows
        return broken;
    }

    private HttpResponse<String> post(Body body, String contentType) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/events"))
                .timeout(Duration.ofSeconds(20))
                .header("X-Api-Key", KinesisForTests.KEY)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes));
        if (!body.encoding.isEmpty()) {
            request.header("Content-Encoding", body.encoding);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzipOfZeros(long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (long written = 0; written < length; written += zeros.length) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }
}

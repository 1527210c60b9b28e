package dev.tidemark.ingest.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.Acknowledged;
import dev.tidemark.ingest.support.KinesisForTests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Bodies as nobody should send them, from a seed: valid ones of every protocol, the same with bytes changed, cut out or
 * doubled, and ones made to hurt; in every encoding, rightly and wrongly named.
 */
public final class HostileBodies {

    private static final List<String> PATHS = List.of(
            "/v1/events",
            "/v1/events",
            "/v1/events",
            "/k/local/v1/events",
            "/v1/batch",
            "/v1/t",
            "/beacon/v1/batch?writeKey=local",
            "/2/httpapi",
            "/batch",
            "/batch/",
            "/e/",
            "/i/v0/e/",
            "/i/v1/analytics/events",
            "/com.snowplowanalytics.snowplow/tp2");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "7",
            "-0",
            "1e999999999",
            "-1E-999999999",
            "12345678901234567890123456789",
            "1795309318001",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"2026-11-22T01:01:58.001Z\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"19.99\"",
            "[]",
            "[[1,{}]]",
            "{}",
            "{\"a\":{\"b\":[null]}}");
    private static final List<String> NAMES = List.of(
            "id",
            "type",
            "occurredAt",
            "value",
            "attributes",
            "deviceId",
            "sentAt",
            "clock",
            "events",
            "batch",
            "messageId",
            "anonymousId",
            "userId",
            "event",
            "timestamp",
            "properties",
            "context",
            "device_id",
            "event_type",
            "insert_id",
            "time",
            "event_properties",
            "revenue",
            "source",
            "specversion",
            "data",
            "deviceid",
            "subject",
            "\\ud83d\\ude00",
            "properties.revenue",
            "distinct_id",
            "uuid",
            "duid",
            "stm",
            "cx",
            "ue_px",
            "sent_at",
            "api_key",
            "");

    /** So that calls to Kinesis are shared, and an emulator is not asked for more than it can do. */
    private static final int THREADS = 16;

    private final Random random;
    private final String prefix;

    /** Bodies of devices whose names begin so. */
    private HostileBodies(long seed, String prefix) {
        this.random = new Random(seed);
        this.prefix = prefix;
    }

    /**
     * Sends so many by sixteen threads: none may be answered with a 5xx, or by one way otherwise than by another.
     *
     * @param ways each gets each request
     * @return what the answers, of all ways, have said to be accepted
     */
    public static Acknowledged tryAll(int seed, int count, List<Way> ways) throws Exception {
        Acknowledged acknowledged = new Acknowledged();
        List<Callable<Void>> parts = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            HostileBodies hostile = new HostileBodies(1_000L * seed + thread, "hostile-" + thread + "-");
            parts.add(() -> {
                for (int i = 0; i < count / THREADS; i++) {
                    tryOne(hostile.next(), ways, acknowledged);
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Void> part : threads.invokeAll(parts, 40, TimeUnit.MINUTES)) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return acknowledged;
    }

    private static void tryOne(Way.Sent sent, List<Way> ways, Acknowledged acknowledged) throws Exception {
        Way.Reply first = answered(sent, ways.get(0), acknowledged);
        for (Way way : ways.subList(1, ways.size())) {
            assertThat(answered(sent, way, acknowledged).comparable("no device"))
                    .as(() -> described(sent))
                    .isEqualTo(first.comparable("no device"));
        }
    }

    private static Way.Reply answered(Way.Sent sent, Way way, Acknowledged acknowledged) throws Exception {
        Way.Reply reply = way.send(sent);
        assertThat(reply.status())
                .as(() -> described(sent) + ": " + reply.body())
                .isBetween(200, 499);
        acknowledged.add(reply.body());
        return reply;
    }

    private static String described(Way.Sent sent) {
        return sent.path() + " " + sent.headers() + " "
                + Base64.getEncoder().encodeToString(Arrays.copyOf(sent.body(), Math.min(4_000, sent.body().length)));
    }

    private Way.Sent next() {
        String path = pick(PATHS);
        String device = prefix + random.nextInt(40);
        String type = "application/json";
        Map<String, String> headers = Map.of();
        String text;
        if (path.contains("/v1/events")) {
            int kind = random.nextInt(12);
            if (kind < 5) {
                text = envelope(device);
            } else if (kind < 8) {
                type = "application/x-ndjson";
                text = envelope(device) + "\n" + (random.nextBoolean() ? "nonsense\n" : "") + envelope(device);
            } else if (kind < 10) {
                boolean many = kind == 9;
                type = many ? "application/cloudevents-batch+json" : "application/cloudevents+json";
                text = many ? "[" + cloudEvent(device) + "," + cloudEvent(device) + "]" : cloudEvent(device);
            } else {
                headers = cloudEventInHeaders(device);
                text = pick(SCALARS);
            }
        } else if (path.contains("/v1/batch")) {
            text = "{\"batch\":[" + segment(device) + "," + segment(device) + "]" + more() + "}";
        } else if (path.equals("/v1/t")) {
            text = segment(device);
        } else if (path.contains("snowplow")) {
            text = "{\"schema\":\"s\",\"data\":[" + snowplow(device) + "," + snowplow(device) + "]" + more() + "}";
        } else if (path.equals("/batch/") || path.startsWith("/i/v1")) {
            text = "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"batch\":[" + postHog(device) + "]" + more() + "}";
        } else if (path.startsWith("/e") || path.startsWith("/i/v0")) {
            text = random.nextBoolean() ? postHog(device) : "[" + postHog(device) + "," + pick(SCALARS) + "]";
            if (random.nextBoolean()) {
                type = "application/x-www-form-urlencoded";
                text = "data=" + URLEncoder.encode(Base64.getEncoder().encodeToString(text.getBytes(UTF_8)), UTF_8);
            }
        } else {
            text = "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"events\":[" + amplitude(device) + "]" + more() + "}";
        }
        byte[] body = mutated(text.getBytes(UTF_8));
        Way.Sent sent = Way.Sent.post(path + (path.contains("?") ? "&" : "?") + "receipt=full", body)
                .with("Content-Type", type);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            sent = sent.with(header.getKey(), header.getValue());
        }
        return switch (random.nextInt(8)) {
            case 0 -> encoded(sent, "gzip", Encodings.gzip(body));
            case 1 -> encoded(sent, "deflate", Encodings.deflate(body));
            case 2 -> encoded(sent, "zstd", Encodings.zstd(body));
            default -> sent;
        };
    }

    private Way.Sent encoded(Way.Sent sent, String encoding, byte[] body) {
        boolean harmed = random.nextInt(3) == 0;
        String name = random.nextInt(12) == 0 ? pick(List.of("gzip", "deflate", "zstd", "br", "identity")) : encoding;
        byte[] bytes = harmed ? mutated(body) : body;
        return new Way.Sent(sent.method(), sent.path(), sent.headers(), bytes).with("Content-Encoding", name);
    }

    private byte[] mutated(byte[] good) {
        byte[] bytes = good.clone();
        switch (random.nextInt(12)) {
            case 0 -> {
                for (int i = 0; i < 1 + random.nextInt(4); i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
            case 3 -> {
                int from = random.nextInt(bytes.length);
                int length = random.nextInt(bytes.length - from);
                byte[] twice = new byte[bytes.length + length];
                System.arraycopy(bytes, 0, twice, 0, from + length);
                System.arraycopy(bytes, from, twice, from + length, bytes.length - from);
                bytes = twice;
            }
            case 4 -> {
                if (random.nextInt(10) == 0) {
                    bytes = hurting();
                }
            }
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    bytes = new String(bytes, UTF_8).getBytes(StandardCharsets.UTF_16);
                }
            }
            default -> {}
        }
        return bytes;
    }

    private byte[] hurting() {
        String text =
                switch (random.nextInt(5)) {
                    case 0 -> "{\"events\":" + "[{\"a\":".repeat(1 + random.nextInt(20_000));
                    case 1 -> "{\"deviceId\":\"" + "d".repeat(random.nextInt(100_000)) + "\",\"events\":[{}]}";
                    case 2 -> "{\"batch\":[" + "{},".repeat(random.nextInt(2_000)) + "{}]}";
                    case 3 -> "{\"events\":[{\"value\":" + "9".repeat(random.nextInt(100_000)) + "}]}";
                    default -> "\n".repeat(random.nextInt(10_000));
                };
        return text.getBytes(UTF_8);
    }

    private String envelope(String device) {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            events.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"e")
                    .append(random.nextInt())
                    .append("\",\"type\":\"t\"")
                    .append(more())
                    .append('}');
        }
        return "{\"deviceId\":\"" + device + "\",\"events\":[" + events + "]" + more() + "}";
    }

    private String cloudEvent(String device) {
        return "{\"specversion\":\"1.0\",\"id\":\"c" + random.nextInt() + "\",\"source\":\"/s" + random.nextInt(2)
                + "\",\"deviceid\":\"" + device + "\",\"type\":\"t\"" + more() + "}";
    }

    private String segment(String device) {
        return "{\"anonymousId\":\"" + device + "\",\"type\":\"track\",\"event\":\"t\""
                + (random.nextBoolean() ? ",\"messageId\":\"m" + random.nextInt() + "\"" : "") + more() + "}";
    }

    private String amplitude(String device) {
        return "{\"device_id\":\"" + device + "\",\"event_type\":\"t\""
                + (random.nextBoolean() ? ",\"insert_id\":\"i" + random.nextInt() + "\"" : "") + more() + "}";
    }

    private String snowplow(String device) {
        String contexts =
                "{\"schema\":\"iglu:x/contexts/jsonschema/1-0-0\",\"data\":[{\"schema\":\"iglu:x/client_session/"
                        + "jsonschema/1-0-0\",\"data\":{\"userId\":\"" + device + "\"}}," + pick(SCALARS) + "]}";
        return "{\"e\":\"" + pick(List.of("pv", "se", "ue", "")) + "\",\"se_ac\":\"t\",\"eid\":\"s" + random.nextInt()
                + "\",\"duid\":" + (random.nextInt(4) == 0 ? pick(SCALARS) : "\"" + device + "\"") + ",\"dtm\":\""
                + pick(List.of("1795309318001", "5", "-1", "99999999999999999999", "")) + "\",\"cx\":\""
                + (random.nextInt(4) == 0
                        ? "%%%"
                        : Base64.getUrlEncoder().withoutPadding().encodeToString(contexts.getBytes(UTF_8)))
                + "\"" + more() + "}";
    }

    private String postHog(String device) {
        return "{\"event\":\"t\",\"token\":\"" + KinesisForTests.KEY + "\",\"distinct_id\":\"" + device + "\""
                + (random.nextBoolean() ? ",\"uuid\":\"p" + random.nextInt() + "\"" : "") + more() + "}";
    }

    private Map<String, String> cloudEventInHeaders(String device) {
        return Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                pick(List.of("order,1", "%41%zz", "%ff%fe", "x".repeat(200), "h" + random.nextInt())),
                "ce-source",
                pick(List.of("//dev/a,7", "/s")),
                "ce-type",
                "t",
                "ce-deviceid",
                device,
                "ce-time",
                pick(List.of("2026-11-22T01:01:58.001Z", "yesterday", "1795309318001")));
    }

    /** Some more members, known or not. */
    private String more() {
        StringBuilder more = new StringBuilder();
        while (random.nextInt(3) == 0) {
            more.append(",\"").append(pick(NAMES)).append("\":").append(pick(SCALARS));
        }
        return more.toString();
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}

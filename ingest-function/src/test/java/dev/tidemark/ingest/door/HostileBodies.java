package dev.tidemark.ingest.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.ingest.support.KinesisForTests;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;

/**
 * Bodies as nobody should send them, from a seed: valid ones of every protocol, the same with bytes changed, cut out or
 * doubled, and ones made to hurt; in every encoding, rightly and wrongly named.
 */
final class HostileBodies {

    private static final List<String> PATHS = List.of(
            "/v1/events", "/v1/events", "/v1/events?receipt=full", "/v1/batch", "/v1/t", "/2/httpapi", "/batch");
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
            "");

    private final Random random;
    private final String prefix;

    /** Bodies of devices whose names begin so. */
    HostileBodies(long seed, String prefix) {
        this.random = new Random(seed);
        this.prefix = prefix;
    }

    Way.Sent next() {
        String path = pick(PATHS);
        String device = prefix + random.nextInt(40);
        String type = "application/json";
        String text;
        if (path.startsWith("/v1/events")) {
            int kind = random.nextInt(10);
            if (kind < 5) {
                text = envelope(device);
            } else if (kind < 8) {
                type = "application/x-ndjson";
                text = envelope(device) + "\n" + (random.nextBoolean() ? "nonsense\n" : "") + envelope(device);
            } else {
                boolean many = kind == 9;
                type = many ? "application/cloudevents-batch+json" : "application/cloudevents+json";
                text = many ? "[" + cloudEvent(device) + "," + cloudEvent(device) + "]" : cloudEvent(device);
            }
        } else if (path.equals("/v1/batch")) {
            text = "{\"batch\":[" + segment(device) + "," + segment(device) + "]" + more() + "}";
        } else if (path.equals("/v1/t")) {
            text = segment(device);
        } else {
            text = "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"events\":[" + amplitude(device) + "]" + more() + "}";
        }
        byte[] body = mutated(text.getBytes(UTF_8));
        Way.Sent sent = Way.Sent.post(path, body).with("Content-Type", type);
        return switch (random.nextInt(8)) {
            case 0 -> encoded(sent, "gzip", Requests.gzip(body));
            case 1 -> encoded(sent, "deflate", deflate(body));
            case 2 -> encoded(sent, "zstd", zstd(body));
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

    private static byte[] deflate(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
            deflate.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(byte[] body) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] compressed = new byte[compressor.maxCompressedLength(body.length)];
        return Arrays.copyOf(compressed, compressor.compress(body, 0, body.length, compressed, 0, compressed.length));
    }
}

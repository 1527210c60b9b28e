package dev.tidemark.bench.ingest;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Envelopes as a phone's ad clicks make them, seeded. */
final class EnvelopeBodies {

    private EnvelopeBodies() {}

    /**
     * EnvelopeBodies of as many devices.
     *
     * @param now when they were sent; events happened in the ten seconds before, in steps of a second
     */
    static List<Buffer> of(int devices, int events, Instant now) {
        Random random = new Random(20261128);
        List<Buffer> bodies = new ArrayList<>(devices);
        for (int device = 0; device < devices; device++) {
            StringBuilder json = new StringBuilder("{\"deviceId\":\"device-")
                    .append(device)
                    .append("\",\"sentAt\":\"")
                    .append(now)
                    .append("\",\"events\":[");
            for (int i = 0; i < events; i++) {
                UUID id = new UUID(random.nextLong(), random.nextLong());
                json.append(i == 0 ? "" : ",")
                        .append("{\"id\":\"")
                        .append(id)
                        .append("\",\"type\":\"ad_click\",\"occurredAt\":\"")
                        .append(now.minusSeconds(Math.max(1, 10 - i)))
                        .append("\",\"value\":")
                        .append(String.format(Locale.ROOT, "%.2f", random.nextInt(10_000) / 100.0))
                        .append(",\"attributes\":{\"campaign\":\"c")
                        .append(random.nextInt(100))
                        .append("\",\"page\":\"/offers/")
                        .append(random.nextInt(1_000))
                        .append("\"}}");
            }
            bodies.add(Buffer.buffer(json.append("]}").toString()));
        }
        return bodies;
    }
}

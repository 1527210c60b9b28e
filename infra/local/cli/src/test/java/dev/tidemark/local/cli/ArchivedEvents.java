package dev.tidemark.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.local.platform.LocalPlatform;
import dev.tidemark.platform.ObjectKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What the archive of a running platform holds.
 *
 * @param all events in all of its objects
 * @param distinct by device and id
 */
record ArchivedEvents(long all, long distinct) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ArchivedEvents read(LocalPlatform platform) throws IOException {
        Set<String> distinct = new HashSet<>();
        AtomicLong all = new AtomicLong();
        each(platform, (device, event) -> {
            all.incrementAndGet();
            distinct.add(device + " " + event.path("id").asText());
        });
        return new ArchivedEvents(all.get(), distinct.size());
    }

    /** Hands over the device and the JSON of each event. */
    static void each(LocalPlatform platform, BiConsumer<String, JsonNode> use) throws IOException {
        S3Client s3 = platform.s3();
        String bucket = platform.names().bucket();
        for (S3Object object : s3.listObjectsV2Paginator(
                        list -> list.bucket(bucket).prefix(ObjectKeys.ARCHIVE))
                .contents()) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(s3.getObject(get -> get.bucket(bucket).key(object.key()))),
                    StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode log = JSON.readTree(line).path("record");
                    for (JsonNode envelope : log.path("envelopes")) {
                        for (JsonNode event : envelope.path("events")) {
                            use.accept(log.path("deviceId").asText(), event);
                        }
                    }
                }
            }
        }
    }
}

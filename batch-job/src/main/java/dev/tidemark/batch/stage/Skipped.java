package dev.tidemark.batch.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.ObjectKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Ranges of records that the event source mapping of the windows gave up. Lambda writes one object for each, with {@code
 * KinesisBatchInfo} and the function's name; those of the archive's mapping are no concern of the windows and are left
 * out.
 */
record Skipped(String shardId, String first, String last) {

    private static final JsonFactory JSON = new JsonFactory();

    /** All of them. */
    static List<Skipped> read(ObjectStore objects) {
        List<Skipped> ranges = new ArrayList<>();
        for (String key : objects.list(ObjectKeys.SKIPPED)) {
            objects.get(key).ifPresent(bytes -> add(ranges, bytes));
        }
        return ranges;
    }

    private static void add(List<Skipped> ranges, byte[] bytes) {
        String shard = "";
        String first = "";
        String last = "";
        String function = "";
        try (JsonParser json = JSON.createParser(bytes)) {
            while (json.nextToken() != null) {
                if (json.currentToken() != JsonToken.VALUE_STRING || json.currentName() == null) {
                    continue;
                }
                switch (json.currentName()) {
                    case "shardId" -> shard = json.getText();
                    case "startSequenceNumber" -> first = json.getText();
                    case "endSequenceNumber" -> last = json.getText();
                    case "functionArn" -> function = json.getText().toLowerCase(Locale.ROOT);
                    default -> {}
                }
            }
            if (!shard.isEmpty() && !function.contains("archive")) {
                ranges.add(new Skipped(shard, Sequence.pad(first), Sequence.pad(last)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("an object below " + ObjectKeys.SKIPPED + " cannot be read", e);
        }
    }

    boolean covers(String id, String sequence) {
        return id.equals(shardId) && first.compareTo(sequence) <= 0 && sequence.compareTo(last) <= 0;
    }
}

package dev.tidemark.ingest.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What answers to requests with {@code receipt=full} have said to be accepted, whatever protocol they speak. */
public final class Acknowledged {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> receipts = new HashMap<>();
    private long events;

    public synchronized void add(String answer) throws IOException {
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(answer)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                for (JsonNode list : document.findValues("events")) {
                    for (JsonNode event : list) {
                        receipts.merge(
                                event(
                                        event.path("id").asText(),
                                        event.path("eventTime").asText()),
                                1,
                                Integer::sum);
                        events++;
                    }
                }
            }
        }
    }

    /** An event as receipts tell it, its time in ISO 8601. */
    public static String event(String id, String time) {
        return time + " " + id;
    }

    /** How many events. */
    public synchronized long events() {
        return events;
    }

    /**
     * The same events have come, each as often as it was receipted.
     *
     * @param before how often each {@linkplain #event event} was there before
     * @param after and how often it is there now
     */
    public synchronized void assertAreWhatCame(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, Integer> unlike = new TreeMap<>(after);
        before.forEach((event, times) -> unlike.merge(event, -times, Integer::sum));
        receipts.forEach((event, times) -> unlike.merge(event, -times, Integer::sum));
        unlike.values().removeIf(times -> times == 0);
        assertThat(unlike.size())
                .as("how often events are there beyond what was receipted: %s", unlike)
                .isZero();
    }
}

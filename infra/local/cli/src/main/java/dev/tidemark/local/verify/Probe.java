package dev.tidemark.local.verify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.Field;
import dev.tidemark.domain.view.Filter;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Events that nobody else posts: three of one device at one instant, and the first of them once more, under a key of their own. So
 * what a window, a pane and a report must say of that key is known: 3.
 *
 * @param view that counts them
 * @param window that they are in
 * @param device that they are of
 * @param key under which they are counted
 * @param atMillis when they happened
 * @param body of the request
 */
record Probe(View view, Window window, String device, String key, long atMillis, String body) {

    /** How many there are. */
    static final int EVENTS = 3;

    /** How often one of them is sent, counting the first time, beside the others. */
    static final int SENT = EVENTS + 1;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** For the first view that tells by count and key what becomes of them within minutes; empty where there is none. */
    static Optional<Probe> of(Views views, long nowMillis) {
        return views.views().stream().filter(Probe::tells).findFirst().map(view -> of(view, nowMillis));
    }

    private static boolean tells(View view) {
        return view.time() == TimeDomain.EVENT
                && view.join() == null
                && view.window() instanceof WindowSpec.Fixed fixed
                && fixed.size().compareTo(LONGEST) <= 0
                && (view.key() instanceof Field.DeviceId || view.key() instanceof Field.AttributeField)
                && view.aggregates().contains(AggregateSpec.Exact.COUNT)
                && view.where().terms().stream()
                        .map(Filter.Term::field)
                        .noneMatch(field -> field instanceof Field.DeviceId || field.equals(view.key()));
    }

    private static Probe of(View view, long nowMillis) {
        String device = "verify-" + nowMillis;
        String type = "verify";
        Map<String, String> attributes = new LinkedHashMap<>();
        if (view.key() instanceof Field.AttributeField key) {
            attributes.put(key.name(), device);
        }
        for (Filter.Term term : view.where().terms()) {
            if (term.field() instanceof Field.AttributeField field) {
                attributes.put(field.name(), term.values().get(0));
            } else {
                type = term.values().get(0);
            }
        }
        Window window =
                Grid.of(view).windowsOf(Grid.of(view).sliceStart(nowMillis)).get(0);
        return new Probe(view, window, device, device, nowMillis, body(device, type, attributes, nowMillis));
    }

    private static String body(String device, String type, Map<String, String> attributes, long nowMillis) {
        String now = IsoInstant.format(nowMillis);
        ObjectNode body = JSON.createObjectNode().put("deviceId", device).put("sentAt", now);
        ArrayNode events = body.putArray("events");
        for (int number = 0; number < SENT; number++) {
            ObjectNode event = events.addObject()
                    .put("id", device + "-" + number % EVENTS)
                    .put("type", type)
                    .put("occurredAt", now)
                    .put("value", 1);
            ObjectNode texts = event.putObject("attributes");
            attributes.forEach(texts::put);
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is written", e);
        }
    }
}

package dev.tidemark.client;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened on the device. Immutable; {@code with…} gives a copy. */
public final class Event {

    private final String id;
    private final String type;
    private final @Nullable Long wallMillis;
    private final @Nullable BigDecimal value;
    private final Map<String, Object> attributes;

    private Event(
            String id,
            String type,
            @Nullable Long wallMillis,
            @Nullable BigDecimal value,
            Map<String, Object> attributes) {
        this.id = id;
        this.type = type;
        this.wallMillis = wallMillis;
        this.value = value;
        this.attributes = attributes;
    }

    /** An event that happens when it is offered, with a random id. */
    public static Event of(String type) {
        return new Event(UUID.randomUUID().toString(), type, null, null, new LinkedHashMap<String, Object>());
    }

    /** With an id of the app's own, which no other event of this device has. */
    public Event withId(String own) {
        return new Event(own, type, wallMillis, value, attributes);
    }

    /** That happened earlier, in milliseconds since the epoch by the device's wall clock. */
    public Event withWallMillis(long happened) {
        return new Event(id, type, happened, value, attributes);
    }

    /** With an exact value, of at most 12 integer and 6 fraction digits. */
    public Event withValue(BigDecimal exact) {
        return new Event(id, type, wallMillis, exact, attributes);
    }

    /** With a value as {@code "1.25"}. */
    public Event withValue(String decimal) {
        return withValue(new BigDecimal(decimal));
    }

    public Event with(String attribute, String text) {
        return withAttribute(attribute, text);
    }

    public Event with(String attribute, boolean flag) {
        return withAttribute(attribute, flag);
    }

    public Event with(String attribute, BigDecimal number) {
        return withAttribute(attribute, number);
    }

    public Event with(String attribute, long number) {
        return withAttribute(attribute, BigDecimal.valueOf(number));
    }

    private Event withAttribute(String name, Object attribute) {
        Map<String, Object> more = new LinkedHashMap<>(attributes);
        more.put(name, attribute);
        return new Event(id, type, wallMillis, value, more);
    }

    /** What the server knows a resend by. */
    public String id() {
        return id;
    }

    /** When it happened by the device's wall clock; null for now. */
    @Nullable
    Long wallMillis() {
        return wallMillis;
    }

    /** As it stands in every request, word for word. */
    String toJson(long occurredAtMillis) {
        JsonOut json = new JsonOut();
        json.open('{').name("id").text(id).name("type").text(type);
        json.name("occurredAt").text(Stamp.format(occurredAtMillis));
        if (value != null) {
            json.name("value").number(value);
        }
        if (!attributes.isEmpty()) {
            json.name("attributes").open('{');
            for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
                json.name(attribute.getKey());
                Object it = attribute.getValue();
                if (it instanceof BigDecimal) {
                    json.number((BigDecimal) it);
                } else if (it instanceof Boolean) {
                    json.bare(it.toString());
                } else {
                    json.text(it.toString());
                }
            }
            json.close('}');
        }
        return json.close('}').toString();
    }
}

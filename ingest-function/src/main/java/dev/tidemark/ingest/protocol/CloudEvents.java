package dev.tidemark.ingest.protocol;

import dev.tidemark.ingest.envelope.FlatObject;
import dev.tidemark.ingest.envelope.ForeignEvent;
import dev.tidemark.ingest.envelope.Scalar;
import dev.tidemark.ingest.envelope.UnreadableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 in JSON, one or many.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>extension {@code deviceid}, else {@code source}</td></tr>
 * <tr><td>id</td><td>{@code id}</td></tr>
 * <tr><td>type</td><td>{@code type}</td></tr>
 * <tr><td>occurredAt</td><td>{@code time}</td></tr>
 * <tr><td>sentAt</td><td>extension {@code sentat}</td></tr>
 * <tr><td>value</td><td>{@code data.value}, or the path configured</td></tr>
 * <tr><td>attributes</td><td>all other scalars below {@code data}; {@code subject}</td></tr>
 * </table>
 */
public final class CloudEvents {

    private static final String DATA = "data.";

    private final List<String> valuePaths;

    public CloudEvents(List<String> valuePaths) {
        this.valuePaths = List.copyOf(valuePaths);
    }

    /**
     * Structured mode: a JSON object is one event, an array a batch.
     *
     * @throws UnreadableException if the body is neither, or not JSON
     */
    public Batch readStructured(byte[] body, boolean batch) throws UnreadableException {
        FlatObject.Body read = FlatObject.read(body, "");
        if (read.isArray() != batch) {
            throw new UnreadableException(
                    UnreadableException.Reason.ENVELOPE, batch ? "a batch is an array" : "an event is an object", 1, 1);
        }
        Batch events = new Batch();
        if (batch) {
            for (FlatObject item : read.items()) {
                if (item == null) {
                    events.addNoEvent();
                } else {
                    add(item, events);
                }
            }
        } else {
            add(read.head(), events);
        }
        return events;
    }

    /**
     * Binary mode: the context in headers, the data in the body.
     *
     * @param context the {@code ce-} headers without their prefix, decoded
     * @param data JSON, or null where it is something else
     * @throws UnreadableException if the data is said to be JSON and is not
     */
    public Batch readBinary(Map<String, String> context, byte @Nullable [] data) throws UnreadableException {
        Map<String, Scalar> scalars = new LinkedHashMap<>();
        context.forEach((name, text) -> scalars.put(name, Scalar.string(text)));
        long bytes = 0;
        if (data != null && data.length > 0) {
            FlatObject.read(data, "").head().scalars().forEach((path, scalar) -> scalars.put(DATA + path, scalar));
            bytes = data.length;
        }
        Batch events = new Batch();
        add(new FlatObject(scalars, bytes), events);
        return events;
    }

    private void add(FlatObject event, Batch events) {
        String device = event.text("deviceid");
        ForeignEvent foreign = new ForeignEvent(event)
                // CloudEvents wants an id: an empty one is refused, not made up.
                .id(event.get("id") == null ? Scalar.string("") : event.get("id"))
                .type(event.get("type"))
                .occurredAt(event.text("time"))
                .value(event.first(valuePaths))
                .attribute("subject", event.get("subject"));
        event.scalars().forEach((path, scalar) -> {
            if (path.startsWith(DATA) && !valuePaths.contains(path)) {
                foreign.attribute(path.substring(DATA.length()), scalar);
            }
        });
        events.add(device != null ? device : event.text("source"), event.text("sentat"), foreign.read());
    }
}

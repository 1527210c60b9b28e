package dev.tidemark.ingest.cloudevents;

import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.ForeignBody;
import dev.tidemark.ingest.reading.ForeignEvent;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.ForeignItem;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.Shape;
import dev.tidemark.ingest.reading.UnreadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * CloudEvents 1.0 in JSON, one or many.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>extension {@code deviceid}, else {@code source}</td></tr>
 * <tr><td>id</td><td>{@code source} and {@code id} ({@link Identity})</td></tr>
 * <tr><td>type</td><td>{@code type}</td></tr>
 * <tr><td>occurredAt</td><td>{@code time}</td></tr>
 * <tr><td>sentAt</td><td>extension {@code sentat}</td></tr>
 * <tr><td>value</td><td>{@code data.value}, or the path configured</td></tr>
 * <tr><td>attributes</td><td>all other scalars below {@code data}; {@code subject}</td></tr>
 * </table>
 */
@Singleton
public final class CloudEvents {

    private static final String DATA = "data";

    private final List<String> valuePaths;
    private final Shape event;

    @Inject
    CloudEvents(CloudEventsConfig config) {
        this(config.value());
    }

    CloudEvents(List<String> valuePaths) {
        this.valuePaths = List.copyOf(valuePaths);
        this.event = Shape.of()
                .fields("id", "source", "deviceid", "type", "time", "sentat", "subject")
                .apart(this.valuePaths)
                .attributesBelow(DATA);
    }

    /**
     * Structured mode: a JSON object is one event, an array a batch.
     *
     * @throws UnreadableException if the body is neither, or not JSON
     */
    Batch readStructured(byte[] body, boolean many) throws UnreadableException {
        Batch batch = Batch.withoutKey();
        if (!many) {
            ForeignItem item = ForeignBody.readObject(body, event);
            add(item::get, item, batch);
            return batch;
        }
        for (ForeignItem item : ForeignBody.readArray(body, event).items()) {
            if (item == null) {
                batch.addNoEvent();
            } else {
                add(item::get, item, batch);
            }
        }
        return batch;
    }

    /**
     * Binary mode: the context in headers, the data in the body.
     *
     * @param context the {@code ce-} headers without their prefix, decoded
     * @param data JSON, or empty where it is something else
     * @throws UnreadableException if the data is said to be JSON and is not
     */
    Batch readBinary(Map<String, String> context, byte[] data) throws UnreadableException {
        ForeignItem item = data.length == 0 ? ForeignItem.empty(event) : ForeignBody.readMember(data, event, DATA);
        Batch batch = Batch.withoutKey();
        add(
                name -> {
                    String text = context.get(name);
                    return text == null ? ForeignField.MISSING : Scalar.string(text);
                },
                item,
                batch);
        return batch;
    }

    private void add(Function<String, ForeignField> context, ForeignItem item, Batch batch) {
        ForeignField source = context.apply("source");
        ForeignField device = context.apply("deviceid").or(source);
        ForeignEvent draft = new ForeignEvent(item)
                .id(Identity.of(device, source, context.apply("id")))
                .type(context.apply("type"))
                .occurredAt(context.apply("time"))
                .value(item.first(valuePaths))
                .attribute("subject", context.apply("subject"));
        batch.add(device, context.apply("sentat"), draft.read());
    }
}

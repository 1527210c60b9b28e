package dev.tidemark.ingest.cloudevents;

import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.RejectedEvent;
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
import java.util.TreeSet;
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

    private static final Scalar VERSION = Scalar.string("1.0");
    private static final String DATA = "data";

    /** What the specification and its documented extensions name, beside what is read. */
    private static final String[] KNOWN = {
        "datacontenttype",
        "dataschema",
        "traceparent",
        "tracestate",
        "partitionkey",
        "sequence",
        "sequencetype",
        "sampledrate",
        "dataref",
        "expirytime",
        "recordedtime",
        "correlationid",
        "causationid",
        "severitytext",
        "severitynumber",
        "authtype",
        "authid",
        "authclaims",
        "dataclassification",
        "dataregulation",
        "datacategory"
    };

    private final List<String> valuePaths;
    private final Shape event;

    @Inject
    CloudEvents(CloudEventsConfig config) {
        this(config.value());
    }

    CloudEvents(List<String> valuePaths) {
        this.valuePaths = List.copyOf(valuePaths);
        this.event = Shape.of()
                .fields("specversion", "id", "source", "deviceid", "type", "time", "sentat", "subject")
                .apart(this.valuePaths)
                .attributesBelow(DATA)
                .knowing(KNOWN);
    }

    /**
     * Structured mode: a JSON object is one event, an array a batch.
     *
     * @throws UnreadableException if the body is neither, or not JSON
     */
    Batch readStructured(byte[] body, boolean many) throws UnreadableException {
        if (!many) {
            ForeignItem item = ForeignBody.readObject(body, event);
            Batch one = Batch.withoutKey(item.ignored());
            add(item::get, item, one);
            return one;
        }
        ForeignBody read = ForeignBody.readArray(body, event);
        Batch batch = Batch.withoutKey(read.ignored());
        for (ForeignItem item : read.items()) {
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
        Ignored ignored = new Ignored();
        new TreeSet<>(context.keySet())
                .stream()
                        .filter(name -> name.equals(DATA) || event.isUnknown(name))
                        .forEach(name -> ignored.add("ce-", name));
        Batch batch = Batch.withoutKey(ignored);
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
        ForeignField version = context.apply("specversion");
        if (version.isPresent() && !version.equals(VERSION)) {
            batch.add(
                    context.apply("deviceid").or(context.apply("source")),
                    ForeignField.MISSING,
                    new RejectedEvent(null, RejectCode.INVALID_EVENT, "specversion is not 1.0"));
            return;
        }
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

package dev.tidemark.ingest.protocol;

import dev.tidemark.ingest.envelope.FlatObject;
import dev.tidemark.ingest.envelope.ForeignEvent;
import dev.tidemark.ingest.envelope.Scalar;
import dev.tidemark.ingest.envelope.UnreadableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP tracking protocol of Segment's SDKs.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>{@code context.device.id}, else {@code anonymousId}, else {@code userId}</td></tr>
 * <tr><td>id</td><td>{@code messageId}, else a hash of the message</td></tr>
 * <tr><td>type</td><td>of a track its {@code event}; of all others the call: {@code page}, {@code identify}, …</td></tr>
 * <tr><td>occurredAt</td><td>{@code originalTimestamp}, else {@code timestamp}</td></tr>
 * <tr><td>sentAt</td><td>the batch's, else the message's</td></tr>
 * <tr><td>value</td><td>{@code properties.revenue}, {@code properties.value}, or the paths configured</td></tr>
 * <tr><td>attributes</td><td>scalars below {@code properties} and {@code traits}; {@code name}, {@code category},
 * {@code userId}, {@code groupId}, {@code previousId}; {@code ip} as the privacy switch allows</td></tr>
 * </table>
 */
public final class Segment {

    /**
     * A body that was read.
     *
     * @param writeKey the key that the body itself carries, or null
     */
    public record Body(@Nullable String writeKey, Batch batch) {}

    private static final List<String> ATTRIBUTES = List.of("name", "category", "userId", "groupId", "previousId");

    private final List<String> valuePaths;
    private final IpPrivacy privacy;

    public Segment(List<String> valuePaths, IpPrivacy privacy) {
        this.valuePaths = List.copyOf(valuePaths);
        this.privacy = privacy;
    }

    /**
     * Reads a body.
     *
     * @param call the last part of the path: {@code batch}, {@code track}, {@code page}, …
     * @throws UnreadableException if it is none
     */
    public Body read(byte[] body, String call) throws UnreadableException {
        FlatObject.Body read = FlatObject.read(body, "batch");
        FlatObject head = read.head();
        Batch batch = new Batch();
        if (call.equals("batch")) {
            for (FlatObject item : read.items()) {
                if (item == null) {
                    batch.addNoEvent();
                } else {
                    add(item, item.text("type"), head, batch);
                }
            }
        } else {
            add(head, call, head, batch);
        }
        return new Body(head.text("writeKey"), batch);
    }

    private void add(FlatObject message, @Nullable String call, FlatObject head, Batch batch) {
        ForeignEvent event = new ForeignEvent(message)
                .id(message.get("messageId"))
                .type(typeOf(message, call))
                .occurredAt(
                        message.text("originalTimestamp") != null
                                ? message.text("originalTimestamp")
                                : message.text("timestamp"))
                .value(message.first(valuePaths))
                .attributesBelow("properties.")
                .attributesBelow("traits.");
        for (String name : ATTRIBUTES) {
            event.attribute(name, message.get(name));
        }
        event.attribute("ip", privacy.apply(firstOf(message, head, "context.ip")));
        String sentAt = head.text("sentAt") != null ? head.text("sentAt") : message.text("sentAt");
        batch.add(deviceOf(message, head), sentAt, event.read());
    }

    private static @Nullable Scalar typeOf(FlatObject message, @Nullable String call) {
        if ("track".equals(call)) {
            return message.get("event");
        }
        return call == null ? null : Scalar.string(call);
    }

    private static @Nullable String deviceOf(FlatObject message, FlatObject head) {
        for (String path : List.of("context.device.id", "anonymousId", "userId")) {
            String device = firstOf(message, head, path);
            if (device != null) {
                return device;
            }
        }
        return null;
    }

    private static @Nullable String firstOf(FlatObject message, FlatObject head, String path) {
        String text = message.text(path);
        return text != null ? text : head.text(path);
    }
}

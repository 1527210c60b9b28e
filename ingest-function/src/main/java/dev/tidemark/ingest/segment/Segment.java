package dev.tidemark.ingest.segment;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.ForeignBody;
import dev.tidemark.ingest.reading.ForeignEvent;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.ForeignItem;
import dev.tidemark.ingest.reading.IpPrivacy;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.Shape;
import dev.tidemark.ingest.reading.UnreadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How Segment's messages map onto events.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>{@code context.device.id}, else {@code anonymousId}, else {@code userId}</td></tr>
 * <tr><td>id</td><td>{@code messageId}, else a hash of the message</td></tr>
 * <tr><td>type</td><td>of a track its {@code event}; of all others the call: {@code page}, {@code identify}, …</td></tr>
 * <tr><td>occurredAt</td><td>{@code originalTimestamp}, else {@code timestamp}</td></tr>
 * <tr><td>sentAt</td><td>the batch's, else the message's; none of a repeated attempt by an SDK that stamps its batch once, when
 * it is closed</td></tr>
 * <tr><td>value</td><td>{@code properties.revenue}, {@code properties.value}, or the paths configured</td></tr>
 * <tr><td>attributes</td><td>scalars below {@code properties} and {@code traits}; {@code name}, {@code category},
 * {@code userId}, {@code groupId}, {@code previousId}; {@code ip} as the privacy switch allows</td></tr>
 * </table>
 */
@Singleton
public final class Segment {

    private static final String BATCH = "batch";
    private static final String LIBRARY = "context.library.name";
    private static final List<String> DEVICE = List.of("context.device.id", "anonymousId", "userId");
    private static final List<String> OCCURRED_AT = List.of("originalTimestamp", "timestamp");
    private static final List<String> ATTRIBUTES = List.of("name", "category", "userId", "groupId", "previousId");

    /** The calls, by the names that the SDKs of browsers and phones have for them. */
    private static final Map<String, String> SHORT =
            Map.of("b", BATCH, "t", "track", "p", "page", "i", "identify", "s", "screen", "g", "group", "a", "alias");

    /** SDKs that keep a batch as a file, stamp included, and send that file again. */
    private static final Set<ForeignField> STAMPING_ONCE =
            Set.of(Scalar.string("analytics-kotlin"), Scalar.string("analytics-swift"));

    /** What the specification and the SDKs name, beside what is read. */
    private static final String[] KNOWN = {
        "context",
        "integrations",
        "receivedAt",
        "version",
        "channel",
        "options",
        "projectId",
        "rudderId",
        "userProperties",
        "_metadata"
    };

    private final List<String> valuePaths;
    private final IpPrivacy privacy;
    private final Shape message;

    @Inject
    Segment(SegmentConfig segment, IngestConfig config) {
        this(segment.value(), config.privacy().ip());
    }

    Segment(List<String> valuePaths, IpPrivacy privacy) {
        this.valuePaths = List.copyOf(valuePaths);
        this.privacy = privacy;
        this.message = Shape.of()
                .fields("writeKey", "messageId", "type", "event", "sentAt", "context.ip", LIBRARY)
                .fields(DEVICE)
                .fields(OCCURRED_AT)
                .fields(ATTRIBUTES)
                .fields(this.valuePaths)
                .attributesBelow("properties", "traits")
                .ofTheAttempt("sentAt", "writeKey")
                .knowing(KNOWN);
    }

    /**
     * Reads a body.
     *
     * @param address the last part of the path: {@code batch}, {@code track}, {@code t}, …
     * @throws UnreadableException if it is none
     */
    Batch read(byte[] body, String address, Attempt attempt) throws UnreadableException {
        String call = SHORT.getOrDefault(address, address);
        if (!call.equals(BATCH)) {
            ForeignItem one = ForeignBody.readObject(body, message);
            Batch batch = Batch.withKey(one.get("writeKey"), one.ignored());
            add(one, Scalar.string(call), one, attempt, batch);
            return batch;
        }
        ForeignBody read = ForeignBody.read(body, message, BATCH, message);
        Batch batch = Batch.withKey(read.head().get("writeKey"), read.ignored());
        for (ForeignItem item : read.items()) {
            if (item == null) {
                batch.addNoEvent();
            } else {
                add(item, item.get("type"), read.head(), attempt, batch);
            }
        }
        return batch;
    }

    private void add(ForeignItem item, ForeignField call, ForeignItem head, Attempt attempt, Batch batch) {
        ForeignEvent event = new ForeignEvent(item)
                .id(item.get("messageId"))
                .type(call.equals(Scalar.string("track")) ? item.get("event") : call)
                .occurredAt(item.first(OCCURRED_AT))
                .value(item.first(valuePaths));
        for (String name : ATTRIBUTES) {
            event.attribute(name, item.get(name));
        }
        event.attribute("ip", privacy.apply(item.get("context.ip").or(head.get("context.ip"))));
        boolean stampIsOld = attempt == Attempt.REPEATED && STAMPING_ONCE.contains(item.get(LIBRARY));
        ForeignField sentAt =
                stampIsOld ? ForeignField.MISSING : head.get("sentAt").or(item.get("sentAt"));
        batch.add(deviceOf(item, head), sentAt, event.read());
    }

    private static ForeignField deviceOf(ForeignItem item, ForeignItem head) {
        ForeignField device = ForeignField.MISSING;
        for (String path : DEVICE) {
            device = device.or(item.get(path)).or(head.get(path));
        }
        return device;
    }
}

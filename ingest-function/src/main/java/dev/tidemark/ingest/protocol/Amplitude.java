package dev.tidemark.ingest.protocol;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.envelope.FlatObject;
import dev.tidemark.ingest.envelope.ForeignEvent;
import dev.tidemark.ingest.envelope.Scalar;
import dev.tidemark.ingest.envelope.UnreadableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP V2 protocol of Amplitude's SDKs.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>{@code device_id}, else {@code user_id}</td></tr>
 * <tr><td>id</td><td>{@code insert_id}, else a hash of the event</td></tr>
 * <tr><td>type</td><td>{@code event_type}</td></tr>
 * <tr><td>occurredAt</td><td>{@code time}, milliseconds since the epoch, written as an instant</td></tr>
 * <tr><td>sentAt</td><td>{@code client_upload_time}</td></tr>
 * <tr><td>value</td><td>{@code revenue}, {@code event_properties.value}, or the paths configured</td></tr>
 * <tr><td>attributes</td><td>scalars below {@code event_properties}; {@code user_id}, {@code session_id},
 * {@code app_version}, {@code platform}, {@code os_name}, {@code device_model}, {@code country}, {@code language};
 * {@code ip} as the privacy switch allows</td></tr>
 * </table>
 */
public final class Amplitude {

    /**
     * A body that was read.
     *
     * @param apiKey the key that the body carries, or null
     * @param size number of events
     */
    public record Body(@Nullable String apiKey, Batch batch, int size) {}

    private static final List<String> ATTRIBUTES = List.of(
            "user_id", "session_id", "app_version", "platform", "os_name", "device_model", "country", "language");
    private static final String THE_REQUESTS_OWN = "$remote";

    private final List<String> valuePaths;
    private final IpPrivacy privacy;

    public Amplitude(List<String> valuePaths, IpPrivacy privacy) {
        this.valuePaths = List.copyOf(valuePaths);
        this.privacy = privacy;
    }

    /**
     * Reads a body.
     *
     * @throws UnreadableException if it is none
     */
    public Body read(byte[] body) throws UnreadableException {
        FlatObject.Body read = FlatObject.read(body, "events");
        Batch batch = new Batch();
        for (FlatObject item : read.items()) {
            if (item == null) {
                batch.addNoEvent();
            } else {
                add(item, read.head(), batch);
            }
        }
        return new Body(read.head().text("api_key"), batch, read.items().size());
    }

    private void add(FlatObject item, FlatObject head, Batch batch) {
        ForeignEvent event = new ForeignEvent(item)
                .id(item.get("insert_id"))
                .type(item.get("event_type"))
                .occurredAt(instantOf(item.get("time")))
                .value(item.first(valuePaths))
                .attributesBelow("event_properties.");
        for (String name : ATTRIBUTES) {
            event.attribute(name, item.get(name));
        }
        String ip = item.text("ip");
        event.attribute("ip", privacy.apply(THE_REQUESTS_OWN.equals(ip) ? null : ip));
        String device = item.text("device_id");
        batch.add(device != null ? device : item.text("user_id"), head.text("client_upload_time"), event.read());
    }

    /** Milliseconds as an instant; whatever is no such number, as it came. */
    private static @Nullable String instantOf(@Nullable Scalar time) {
        if (time == null || !time.isNumber() || !time.text().matches("\\d{1,14}")) {
            return time == null ? null : time.text();
        }
        long millis = Long.parseLong(time.text());
        return millis <= IsoInstant.parse("9999-12-31T23:59:59.999Z") ? IsoInstant.format(millis) : time.text();
    }
}

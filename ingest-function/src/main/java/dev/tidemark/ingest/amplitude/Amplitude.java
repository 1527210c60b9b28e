package dev.tidemark.ingest.amplitude;

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

/**
 * How Amplitude's events map onto ours.
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
@Singleton
public final class Amplitude {

    private static final List<String> DEVICE = List.of("device_id", "user_id");
    private static final List<String> ATTRIBUTES = List.of(
            "user_id", "session_id", "app_version", "platform", "os_name", "device_model", "country", "language");
    private static final Scalar THE_REQUESTS_OWN = Scalar.string("$remote");
    private static final Shape HEAD =
            Shape.of().fields("api_key", "client_upload_time").knowing("options", "request_metadata");

    /** What the documentation and the SDKs of the vendor name, beside what is read. */
    private static final String[] KNOWN = {
        "user_properties",
        "global_user_properties",
        "groups",
        "group_properties",
        "$skip_user_properties_sync",
        "version_name",
        "os_version",
        "device_brand",
        "device_manufacturer",
        "device_family",
        "device_type",
        "carrier",
        "region",
        "city",
        "dma",
        "price",
        "quantity",
        "revenue",
        "productId",
        "product_id",
        "revenueType",
        "revenue_type",
        "currency",
        "location_lat",
        "location_lng",
        "idfa",
        "idfv",
        "adid",
        "android_id",
        "android_app_set_id",
        "event_id",
        "library",
        "partner_id",
        "plan",
        "ingestion_metadata",
        "user_agent",
        "extra"
    };

    private final List<String> valuePaths;
    private final IpPrivacy privacy;
    private final Shape event;

    @Inject
    Amplitude(AmplitudeConfig amplitude, IngestConfig config) {
        this(amplitude.value(), config.privacy().ip());
    }

    Amplitude(List<String> valuePaths, IpPrivacy privacy) {
        this.valuePaths = List.copyOf(valuePaths);
        this.privacy = privacy;
        this.event = Shape.of()
                .fields("insert_id", "event_type", "time", "ip")
                .fields(DEVICE)
                .fields(ATTRIBUTES)
                .fields(this.valuePaths)
                .attributesBelow("event_properties")
                .knowing(KNOWN);
    }

    /**
     * Reads a body.
     *
     * @throws UnreadableException if it is none
     */
    Batch read(byte[] body) throws UnreadableException {
        ForeignBody read = ForeignBody.read(body, HEAD, "events", event);
        Batch batch = Batch.withKey(read.head().get("api_key"), read.ignored());
        for (ForeignItem item : read.items()) {
            if (item == null) {
                batch.addNoEvent();
            } else {
                add(item, read.head().get("client_upload_time"), batch);
            }
        }
        return batch;
    }

    private void add(ForeignItem item, ForeignField sentAt, Batch batch) {
        ForeignEvent draft = new ForeignEvent(item)
                .id(item.get("insert_id"))
                .type(item.get("event_type"))
                .occurredAt(item.get("time"))
                .value(item.first(valuePaths));
        for (String name : ATTRIBUTES) {
            draft.attribute(name, item.get(name));
        }
        ForeignField ip = item.get("ip");
        draft.attribute("ip", privacy.apply(ip.equals(THE_REQUESTS_OWN) ? ForeignField.MISSING : ip));
        batch.add(item.first(DEVICE), sentAt, draft.read());
    }
}

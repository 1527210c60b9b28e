package dev.tidemark.ingest.posthog;

import dev.tidemark.domain.event.Attribute;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.Sent;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How PostHog's events map onto ours.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>{@code properties.$device_id}, else {@code distinct_id}, else {@code properties.distinct_id}</td></tr>
 * <tr><td>id</td><td>{@code uuid}, else {@code properties.$insert_id}, else a hash of the event</td></tr>
 * <tr><td>type</td><td>{@code event}</td></tr>
 * <tr><td>occurredAt</td><td>{@code timestamp}</td></tr>
 * <tr><td>sentAt</td><td>{@code sent_at} of the body, in the verdict protocol a header; none where the event itself says that its
 * time wants no correction</td></tr>
 * <tr><td>value</td><td>{@code properties.revenue}, {@code properties.value}, or the paths configured</td></tr>
 * <tr><td>attributes</td><td>scalars below {@code properties}, without the project's key; {@code session_id}; {@code ip} as the
 * privacy switch allows</td></tr>
 * </table>
 */
@Singleton
public final class PostHog {

    /** The member that has the events where there are many, and by which a body is told from other protocols'. */
    static final String BATCH = "batch";

    private static final List<String> KEY = List.of("api_key", "token", "$token");
    private static final List<String> KEY_IN_PROPERTIES = List.of("properties.token", "properties.api_key");
    private static final List<String> DEVICE =
            List.of("properties.$device_id", "distinct_id", "$distinct_id", "properties.distinct_id");
    private static final List<String> ID = List.of("uuid", "properties.$insert_id");
    private static final List<String> TIME_IS_TRUE =
            List.of("options.disable_skew_correction", "properties.$ignore_sent_at");
    private static final Scalar TRUE = new Scalar(Attribute.AttributeKind.BOOLEAN, "true");
    private static final Shape HEAD =
            Shape.of().fields(KEY).fields("sent_at").knowing("historical_migration", "created_at");

    private final List<String> valuePaths;
    private final IpPrivacy privacy;
    private final Shape event;

    /**
     * What a body brings.
     *
     * @param batch its events
     * @param uuids of each event, by its place; null for one without
     */
    record Captured(Batch batch, List<@Nullable String> uuids) implements Sent {

        @Override
        public Optional<String> key() {
            return batch.key();
        }

        @Override
        public List<EnvelopeDraft> drafts() {
            return batch.drafts();
        }

        @Override
        public Ignored ignored() {
            return batch.ignored();
        }
    }

    @Inject
    PostHog(PostHogConfig posthog, IngestConfig config) {
        this(posthog.value(), config.privacy().ip());
    }

    PostHog(List<String> valuePaths, IpPrivacy privacy) {
        this.valuePaths = List.copyOf(valuePaths);
        this.privacy = privacy;
        this.event = Shape.of()
                .fields("event", "timestamp", "session_id", "sent_at")
                .fields(KEY)
                .fields(DEVICE)
                .fields(ID)
                .fields(TIME_IS_TRUE)
                .fields(this.valuePaths)
                .apart(KEY_IN_PROPERTIES)
                .apart(List.of("properties.$ip"))
                .attributesBelow("properties")
                .ofTheAttempt("sent_at")
                .knowing(
                        "type",
                        "library",
                        "library_version",
                        "messageId",
                        "offset",
                        "$set",
                        "$set_once",
                        "$unset",
                        "window_id",
                        "groups",
                        "ip",
                        "now",
                        "site_url");
    }

    /**
     * Reads a body: an object with a batch, an array of events, or one event.
     *
     * @param sentAt of the request, where its headers say so
     * @throws UnreadableException if it is none of them
     */
    Captured read(byte[] body, ForeignField sentAt) throws UnreadableException {
        Set<String> members = ForeignBody.members(body);
        if (members.contains(BATCH)) {
            ForeignBody read = ForeignBody.read(body, HEAD, BATCH, event);
            return captured(
                    read.items(),
                    read.ignored(),
                    read.head().first(KEY),
                    sentAt.or(read.head().get("sent_at")));
        }
        if (members.isEmpty()) {
            ForeignBody read = ForeignBody.readArray(body, event);
            return captured(read.items(), read.ignored(), ForeignField.MISSING, sentAt);
        }
        ForeignItem one = ForeignBody.readObject(body, event);
        return captured(List.of(one), one.ignored(), ForeignField.MISSING, sentAt);
    }

    private Captured captured(
            List<@Nullable ForeignItem> items, Ignored ignored, ForeignField key, ForeignField sentAt) {
        ForeignField known = key;
        for (ForeignItem item : items) {
            known = item == null ? known : known.or(item.first(KEY)).or(item.first(KEY_IN_PROPERTIES));
        }
        Batch batch = Batch.withKey(known, ignored);
        List<@Nullable String> uuids = new ArrayList<>(items.size());
        for (ForeignItem item : items) {
            if (item == null) {
                batch.addNoEvent();
                uuids.add(null);
            } else {
                add(item, sentAt, batch);
                uuids.add(item.get("uuid") instanceof Scalar uuid && uuid.isString() ? uuid.text() : null);
            }
        }
        return new Captured(batch, uuids);
    }

    private void add(ForeignItem item, ForeignField sentAt, Batch batch) {
        ForeignEvent captured = new ForeignEvent(item)
                .id(item.first(ID))
                .type(item.get("event"))
                .occurredAt(item.get("timestamp"))
                .value(item.first(valuePaths))
                .attribute("session_id", item.get("session_id"))
                .attribute("ip", privacy.apply(item.get("properties.$ip")));
        boolean timeIsTrue = item.first(TIME_IS_TRUE).equals(TRUE);
        batch.add(
                item.first(DEVICE),
                timeIsTrue ? ForeignField.MISSING : sentAt.or(item.get("sent_at")),
                captured.read());
    }
}

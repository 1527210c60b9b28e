package dev.tidemark.ingest.reading;

import dev.tidemark.domain.event.EventTime;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.model.Sent;
import dev.tidemark.ingest.model.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events of several devices in one body. Those of one device and one {@code sentAt} become one envelope, in the order of
 * the body; an event without a valid device is rejected here. Not thread-safe.
 */
public final class Batch implements Sent {

    private record Origin(String deviceId, @Nullable String sentAt) {}

    private record DeviceGroup(List<ReadEvent> events, List<Integer> places) {}

    private final Map<Origin, DeviceGroup> groups = new LinkedHashMap<>();
    private final List<Envelope.RejectedAt> homeless = new ArrayList<>();
    private final @Nullable String key;
    private final Ignored ignored;
    private int size;

    private Batch(@Nullable String key, Ignored ignored) {
        this.key = key;
        this.ignored = ignored;
    }

    /**
     * In a protocol whose bodies carry no key.
     *
     * @param ignored what nobody knows of the body
     */
    public static Batch withoutKey(Ignored ignored) {
        return new Batch(null, ignored);
    }

    /**
     * With the key that the body carries, if it does.
     *
     * @param ignored what nobody knows of the body
     */
    public static Batch withKey(ForeignField key, Ignored ignored) {
        return new Batch(key instanceof Scalar scalar && scalar.isString() ? scalar.text() : null, ignored);
    }

    @Override
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /**
     * Adds the next event of the body.
     *
     * @param sentAt kept as it came, readable or not, if it can be kept at all
     */
    public void add(ForeignField deviceId, ForeignField sentAt, ReadEvent event) {
        int place = size++;
        String device = deviceId instanceof Scalar scalar && scalar.isString() ? scalar.text() : null;
        String fault =
                device == null ? (deviceId.isPresent() ? "is no string" : "is missing") : Texts.faultOfName(device);
        if (device == null || fault != null) {
            homeless.add(new Envelope.RejectedAt(
                    place, new RejectedEvent(idOf(event), RejectCode.INVALID_DEVICE, "the device's id " + fault)));
            return;
        }
        DeviceGroup group = groups.computeIfAbsent(
                new Origin(device, stampOf(sentAt)), origin -> new DeviceGroup(new ArrayList<>(), new ArrayList<>()));
        group.events.add(event);
        group.places.add(place);
    }

    /** Adds something that is no event at all. */
    public void addNoEvent() {
        homeless.add(new Envelope.RejectedAt(
                size++, new RejectedEvent(null, RejectCode.INVALID_EVENT, "an event is a JSON object")));
    }

    /** Events, valid or not. */
    public int size() {
        return size;
    }

    @Override
    public List<EnvelopeDraft> drafts() {
        List<EnvelopeDraft> drafts = new ArrayList<>(groups.size());
        groups.forEach((origin, group) -> drafts.add(new EnvelopeDraft(
                origin.deviceId, origin.sentAt, null, EventTime.ABSENT, group.events, new Ignored())));
        return drafts;
    }

    /** What nobody knows belongs to the body, whether an envelope comes of it or not. */
    @Override
    public Ignored ignored() {
        return ignored;
    }

    /**
     * What became of the batch.
     *
     * @param verdicts of {@link #drafts}, in their order
     */
    public BatchVerdict verdict(List<EnvelopeVerdict> verdicts) {
        int accepted = 0;
        int throttled = 0;
        List<Envelope.RejectedAt> rejected = new ArrayList<>(homeless);
        List<EnvelopeVerdict.EventToRetry> retry = new ArrayList<>(0);
        List<EnvelopeVerdict.Logged> logged = new ArrayList<>(0);
        int next = 0;
        for (DeviceGroup group : groups.values()) {
            EnvelopeVerdict verdict = verdicts.get(next++);
            accepted += verdict.accepted();
            throttled += verdict.throttled() ? verdict.retries() : 0;
            for (Envelope.RejectedAt rejection : verdict.rejections()) {
                rejected.add(new Envelope.RejectedAt(group.places.get(rejection.index()), rejection.rejected()));
            }
            for (EnvelopeVerdict.EventToRetry again : verdict.toRetry()) {
                retry.add(new EnvelopeVerdict.EventToRetry(group.places.get(again.index()), again.id()));
            }
            for (EnvelopeVerdict.Logged event : verdict.logged()) {
                logged.add(new EnvelopeVerdict.Logged(group.places.get(event.index()), event.id(), event.time()));
            }
        }
        rejected.sort(Comparator.comparingInt(Envelope.RejectedAt::index));
        retry.sort(Comparator.comparingInt(EnvelopeVerdict.EventToRetry::index));
        logged.sort(Comparator.comparingInt(EnvelopeVerdict.Logged::index));
        return new BatchVerdict(accepted, rejected, retry, throttled, logged, ignored);
    }

    private static @Nullable String stampOf(ForeignField field) {
        if (!(field instanceof Scalar scalar)) {
            return null;
        }
        return Grammar.time(scalar.kind(), scalar.text())
                .map(Grammar.ReadInstant::text)
                .orElse(Texts.faultOfName(scalar.text()) == null ? scalar.text() : null);
    }

    private static @Nullable String idOf(ReadEvent event) {
        if (event instanceof RejectedEvent rejected) {
            return rejected.id();
        }
        return event instanceof EventDraft draft ? draft.id() : null;
    }
}

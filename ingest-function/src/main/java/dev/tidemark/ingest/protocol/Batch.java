package dev.tidemark.ingest.protocol;

import dev.tidemark.domain.event.EventTime;
import dev.tidemark.ingest.Verdict;
import dev.tidemark.ingest.envelope.Envelope;
import dev.tidemark.ingest.envelope.EnvelopeDraft;
import dev.tidemark.ingest.envelope.ReadEvent;
import dev.tidemark.ingest.envelope.RejectCode;
import dev.tidemark.ingest.envelope.Rejected;
import dev.tidemark.ingest.envelope.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of several devices in one body. Those of one device and one {@code sentAt} become one envelope, in the order of
 * the body; an event without a valid device is rejected here. Not thread-safe.
 */
public final class Batch {

    private record Origin(String deviceId, @Nullable String sentAt) {}

    private record Group(List<ReadEvent> events, List<Integer> places) {}

    private final Map<Origin, Group> groups = new LinkedHashMap<>();
    private final List<BatchVerdict.Rejection> homeless = new ArrayList<>();
    private int size;

    /** Adds the next event of the body. */
    public void add(@Nullable String deviceId, @Nullable String sentAt, ReadEvent event) {
        int place = size++;
        String fault = deviceId == null ? "is missing" : Texts.faultOfName(deviceId);
        if (deviceId == null || fault != null) {
            homeless.add(new BatchVerdict.Rejection(
                    place, new Rejected(idOf(event), RejectCode.INVALID_DEVICE, "the device's id " + fault)));
            return;
        }
        String stamp = sentAt != null && Texts.faultOfName(sentAt) == null ? sentAt : null;
        Group group = groups.computeIfAbsent(
                new Origin(deviceId, stamp), origin -> new Group(new ArrayList<>(), new ArrayList<>()));
        group.events.add(event);
        group.places.add(place);
    }

    /** Adds something that is no event at all. */
    public void addNoEvent() {
        homeless.add(new BatchVerdict.Rejection(
                size++, new Rejected(null, RejectCode.INVALID_EVENT, "an event is a JSON object")));
    }

    /** The envelopes. */
    public List<EnvelopeDraft> drafts() {
        List<EnvelopeDraft> drafts = new ArrayList<>(groups.size());
        groups.forEach((origin, group) ->
                drafts.add(new EnvelopeDraft(origin.deviceId, origin.sentAt, null, EventTime.ABSENT, group.events)));
        return drafts;
    }

    /**
     * What became of the batch.
     *
     * @param verdicts of {@link #drafts}, in their order
     */
    public BatchVerdict verdict(List<Verdict> verdicts) {
        int accepted = 0;
        List<BatchVerdict.Rejection> rejected = new ArrayList<>(homeless);
        List<Verdict.Retry> retry = new ArrayList<>(0);
        int next = 0;
        for (Group group : groups.values()) {
            Verdict verdict = verdicts.get(next++);
            accepted += verdict.accepted();
            for (Envelope.Rejection rejection : verdict.rejections()) {
                rejected.add(new BatchVerdict.Rejection(group.places.get(rejection.index()), rejection.rejected()));
            }
            for (Verdict.Retry again : verdict.toRetry()) {
                retry.add(new Verdict.Retry(group.places.get(again.index()), again.id()));
            }
        }
        rejected.sort(Comparator.comparingInt(BatchVerdict.Rejection::index));
        retry.sort(Comparator.comparingInt(Verdict.Retry::index));
        return new BatchVerdict(accepted, rejected, retry);
    }

    private static @Nullable String idOf(ReadEvent event) {
        if (event instanceof Rejected rejected) {
            return rejected.id();
        }
        return event instanceof dev.tidemark.ingest.envelope.EventDraft draft ? draft.id() : null;
    }
}

package dev.tidemark.batch.stage;

import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.item.AcceptedHoleItem;
import dev.tidemark.platform.item.ArchiveObjectItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.StepItem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Accepts a hole in the archive that cannot be mended, so that nights go on without it. Whoever accepts names it, as a report
 * does: by its object, or by shard and sequence numbers.
 */
public final class HoleAcceptance {

    private static final Pattern RANGE = Pattern.compile("(shardId-[^/]+)/([0-9]{1,64})-([0-9]{1,64})");
    private static final Pattern OBJECT = Pattern.compile(
            Pattern.quote(ObjectKeys.ARCHIVE) + ".*/shard=([^/]+)/([0-9]{1,64})-([0-9]{1,64})\\.ndjson\\.gz");

    private final ItemStore items;
    private final ObjectStore objects;

    public HoleAcceptance(ItemStore items, ObjectStore objects) {
        this.items = items;
        this.objects = objects;
    }

    /** Whether a hole was accepted. */
    public sealed interface Acceptance {}

    /** It is accepted, now or before. */
    public record HoleAccepted(AcceptedHoleItem hole) implements Acceptance {}

    /** There is no such hole, and why. */
    public record NoHole(String reason) implements Acceptance {}

    /**
     * Accepts a hole. Accepting one that is accepted already changes nothing.
     *
     * @param name {@code archive/…/<first>-<last>.ndjson.gz} or {@code <shardId>/<first>-<last>}
     */
    public Acceptance accept(String name, long nowMillis) {
        Matcher range = RANGE.matcher(name);
        Matcher object = OBJECT.matcher(name);
        Matcher found = range.matches() ? range : object;
        if (!range.matches() && !object.matches()) {
            return new NoHole(
                    "a hole is named by its archive object, or as <shard>/<first>-<last>, not '" + name + "'");
        }
        String shard = found.group(1);
        String first = Sequence.pad(found.group(2));
        String last = Sequence.pad(found.group(3));
        Optional<ArchiveObjectItem> entry = items.get(ArchiveObjectItem.key(shard, first, last));
        if (entry.isEmpty()) {
            return new NoHole("the archive's journal has no object of " + shard + " from " + first + " to " + last);
        }
        String key = entry.get().objectKey();
        ObjectState state = ObjectState.of(
                JournalledObject.of(0, entry.get()), objects.get(key).orElse(null));
        if (state == ObjectState.INTACT) {
            return new NoHole(key + " is there, as its journal entry says: it is no hole");
        }
        AcceptedHoleItem hole =
                new AcceptedHoleItem(shard, first, last, key, clockBehind(shard, last, nowMillis), nowMillis);
        items.put(hole.accepting(), nowMillis);
        return new HoleAccepted(hole);
    }

    /**
     * The shard's clock at the end of the first step that ends behind the hole; where the steps have expired that of its head, and
     * where that is not behind the hole the time of the acceptance: what is archived was received before it.
     */
    private long clockBehind(String shard, String last, long nowMillis) {
        return items.first(StepItem.between(shard, last, "9".repeat(Sequence.WIDTH)))
                .map(step -> step.clocks().clockMillis())
                .filter(clock -> clock != ShardClocks.UNKNOWN)
                .or(() -> items.get(HeadItem.key(shard))
                        .filter(head -> head.sequence().compareTo(last) >= 0)
                        .map(head -> head.clocks().clockMillis())
                        .filter(clock -> clock != ShardClocks.UNKNOWN))
                .orElse(nowMillis);
    }
}

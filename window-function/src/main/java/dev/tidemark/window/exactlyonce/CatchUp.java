package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.fold.SeenEvents;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.window.versions.Versions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings this instance's memory of a shard up to its head, from the journal: any instance may meet any shard, and another
 * one may have served it since.
 */
final class CatchUp {

    private final Versions versions;
    private final Journal journal;
    private final Function<String, ShardHead> opening;
    private final JoinMemory joins;
    private final Map<String, CaughtUp> shards = new HashMap<>();

    CatchUp(Versions versions, HalfStore halves, Journal journal, Function<String, ShardHead> opening) {
        this.versions = versions;
        this.journal = journal;
        this.opening = opening;
        this.joins = new JoinMemory(halves, journal, versions);
    }

    /** The shard as of its head, which is opened if it has none. */
    CaughtUp to(String shardId) {
        ShardHead head = journal.head(shardId).orElseGet(() -> opening.apply(shardId));
        CaughtUp known = shards.get(shardId);
        if (known == null
                || head.sequence().compareTo(known.head().sequence()) < 0
                || horizon(head) != known.seen().horizonMillis()) {
            return keep(fresh(head));
        }
        if (head.sequence().equals(known.head().sequence())) {
            return keep(known.at(head));
        }
        CaughtUp further = known.at(head, joins.of(head));
        journal.steps(shardId, known.head().sequence(), head.sequence())
                .forEach(entry -> entry.sightings().into(further.seen()));
        return keep(further);
    }

    /** The shard itself, or anew where another version of the views looks further, or less far, for duplicates. */
    CaughtUp remembering(CaughtUp shard) {
        return horizon(shard.head()) == shard.seen().horizonMillis() ? shard : keep(fresh(shard.head()));
    }

    /** Keeps the shard in memory. */
    CaughtUp keep(CaughtUp shard) {
        shards.put(shard.head().shardId(), shard);
        return shard;
    }

    /** Forgets the shard: the stores know more than memory does. */
    void forget(String shardId) {
        shards.remove(shardId);
    }

    /** Up to where memory knows the shard to be applied, if it knows it. */
    Optional<String> known(String shardId) {
        return Optional.ofNullable(shards.get(shardId))
                .map(shard -> shard.head().sequence());
    }

    private CaughtUp fresh(ShardHead head) {
        return CaughtUp.fresh(head, remember(head), joins.of(head));
    }

    private long horizon(ShardHead head) {
        return versions.views(head.viewsVersion()).deduplicateFor().toMillis();
    }

    /** What the shard and its ancestors have seen within the horizon. */
    private SeenEvents remember(ShardHead head) {
        long horizon = horizon(head);
        SeenEvents seen = new SeenEvents(horizon);
        if (head.time().clock() != Watermarks.UNKNOWN) {
            remember(head, head.time().clock() - horizon, seen);
        }
        return seen;
    }

    private void remember(ShardHead head, long sinceMillis, SeenEvents seen) {
        for (String parent : head.parents()) {
            journal.head(parent).ifPresent(parentHead -> {
                if (parentHead.time().clock() >= sinceMillis) {
                    remember(parentHead, sinceMillis, seen);
                }
            });
        }
        for (Journal.JournalEntry entry : journal.stepsSince(head.shardId(), head.sequence(), sinceMillis)) {
            entry.sightings().into(seen);
        }
    }
}

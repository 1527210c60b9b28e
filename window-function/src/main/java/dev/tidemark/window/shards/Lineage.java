package dev.tidemark.window.shards;

import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.versions.Versions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How shards go on from one another after a split or a merge.
 *
 * <p>A child starts with the earlier watermark and the later clock of its parents, so it starts only when all of them have
 * been applied to their end. A parent leaves the global minimum only when all its children have a head: at no moment is
 * the minimum taken over fewer devices than there are.
 */
public final class Lineage {

    private final ShardSource source;
    private final Journal journal;
    private final Versions versions;

    /** Shards without parents are opened with the version of the views that this instance was deployed with. */
    public Lineage(ShardSource source, Journal journal, Versions versions) {
        this.source = source;
        this.journal = journal;
        this.versions = versions;
    }

    /**
     * The first head of a shard, stored.
     *
     * @throws IllegalStateException if the stream does not list the shard, or a parent is not yet applied to its end; the
     *     batch is then to be delivered again later
     */
    public ShardHead open(String shardId) {
        List<ListedShard> shards = source.shards();
        settle(shards);
        return journal.head(shardId)
                .orElseThrow(() -> new IllegalStateException("shard " + shardId
                        + " is not listed by the stream, or a parent of it has not been applied to its end yet"));
    }

    /** Opens every shard that can start, and marks every parent that has been gone on from by all its children. */
    public void settle(List<ListedShard> shards) {
        new Pass(shards).run();
    }

    private final class Pass {
        private final List<ListedShard> shards;
        private final Map<String, ListedShard> listed;
        private final Map<String, ShardHead> heads;
        private final Map<String, Boolean> atEnd = new HashMap<>();

        Pass(List<ListedShard> shards) {
            this.shards = shards;
            this.listed = shards.stream().collect(Collectors.toMap(ListedShard::id, Function.identity()));
            this.heads = journal.heads().stream().collect(Collectors.toMap(ShardHead::shardId, Function.identity()));
        }

        void run() {
            // Shards without listed parents first; then, as long as one opens, perhaps its children.
            for (boolean opened = true; opened; ) {
                opened = false;
                for (ListedShard shard : shards) {
                    if (!heads.containsKey(shard.id())
                            && shard.parents().stream().allMatch(this::isAtEnd)) {
                        heads.put(shard.id(), journal.open(firstHead(shard)));
                        opened = true;
                    }
                }
            }
            for (ListedShard shard : shards) {
                ShardHead head = heads.get(shard.id());
                if (head != null && shard.closed() && !head.ended() && isAtEnd(shard.id()) && goneOnFrom(shard)) {
                    journal.markEnded(shard.id());
                }
            }
        }

        private boolean goneOnFrom(ListedShard parent) {
            return shards.stream()
                    .filter(shard -> shard.parents().contains(parent.id()))
                    .allMatch(child -> heads.containsKey(child.id()));
        }

        /** A parent that neither the stream nor the journal knows any more is one from before all that is known. */
        private boolean isAtEnd(String shardId) {
            ShardHead head = heads.get(shardId);
            ListedShard shard = listed.get(shardId);
            if (head != null && head.ended() || shard == null) {
                return true;
            }
            if (head == null || !shard.closed()) {
                return false;
            }
            return atEnd.computeIfAbsent(shardId, id -> source.isAtEnd(id, head.sequence()));
        }

        private ShardHead firstHead(ListedShard shard) {
            List<ShardHead> known = shard.parents().stream()
                    .flatMap(parent -> Stream.ofNullable(heads.get(parent)))
                    .toList();
            if (!known.isEmpty()) {
                return ShardHead.child(shard.id(), shard.hashKeys(), known);
            }
            versions.keepDeployed();
            return ShardHead.initial(
                    shard.id(), shard.hashKeys(), versions.deployed().version());
        }
    }
}

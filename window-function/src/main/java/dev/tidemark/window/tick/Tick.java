package dev.tidemark.window.tick;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.fold.Unmatched;
import dev.tidemark.domain.view.WatermarkPolicy;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.window.close.Closer;
import dev.tidemark.window.close.Closing;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.shards.Lineage;
import dev.tidemark.window.shards.ListedShard;
import dev.tidemark.window.shards.ShardSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The platform's minute: a heartbeat into every open shard, shards that have ended, another version of the views where one
 * is deployed, closing.
 *
 * <p>A shard whose clock stays behind the heartbeats is failing, not idle: heartbeats reach idle shards as well. It holds
 * the global watermark, and it is counted so that an alarm can ring.
 */
public final class Tick {

    /** A shard is failing when its clock is this many heartbeats behind. */
    private static final int MISSED_HEARTBEATS = 3;

    private final ShardSource source;
    private final Lineage lineage;
    private final Journal journal;
    private final ControlRecords controls;
    private final Changeover changeover;
    private final Closing closing;
    private final WatermarkPolicy policy;
    private final boolean recordedTime;
    private final Clock clock;

    /**
     * A tick.
     *
     * @param recordedTime whether a recording is replayed: its own clock sends the heartbeats then, and the tick none
     */
    public Tick(
            ShardSource source,
            Lineage lineage,
            Journal journal,
            ControlRecords controls,
            Changeover changeover,
            Closing closing,
            WatermarkPolicy policy,
            boolean recordedTime,
            Clock clock) {
        this.source = source;
        this.lineage = lineage;
        this.journal = journal;
        this.controls = controls;
        this.changeover = changeover;
        this.closing = closing;
        this.policy = policy;
        this.recordedTime = recordedTime;
        this.clock = clock;
    }

    /** Runs once. */
    public TickReport run() {
        long now = clock.millis();
        List<ListedShard> shards = source.shards();
        List<ListedShard> open =
                shards.stream().filter(shard -> !shard.closed()).toList();
        int missed = recordedTime ? 0 : controls.put(open, new LogRecord.Heartbeat(now));
        lineage.settle(shards);
        int changed = changeover.run(open, journal.heads(), now);
        Closer.Closed closed = closing.everything();
        List<ShardHead> heads = journal.heads();
        return new TickReport(
                now,
                open.size(),
                missed,
                changed,
                recordedTime ? 0 : failing(heads, open, now),
                heads.stream().mapToLong(head -> head.counts().quarantined()).sum(),
                unmatched(heads),
                closed.published(),
                closed.global());
    }

    private static Map<String, Unmatched> unmatched(List<ShardHead> heads) {
        Map<String, Unmatched> unmatched = new TreeMap<>();
        heads.forEach(
                head -> head.unmatched().forEach((view, counts) -> unmatched.merge(view, counts, Unmatched::plus)));
        return unmatched;
    }

    private int failing(List<ShardHead> heads, List<ListedShard> open, long now) {
        Map<String, ShardHead> byId = heads.stream().collect(Collectors.toMap(ShardHead::shardId, Function.identity()));
        long since = now - MISSED_HEARTBEATS * policy.heartbeatEvery().toMillis();
        int failing = 0;
        for (ListedShard shard : open) {
            ShardHead head = byId.get(shard.id());
            boolean started = head != null && head.time().clock() != Watermarks.UNKNOWN;
            if (head != null && started && head.time().clock() < since) {
                failing++;
            }
        }
        return failing;
    }
}

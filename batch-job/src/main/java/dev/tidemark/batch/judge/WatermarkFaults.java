package dev.tidemark.batch.judge;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.decide.ShardStand;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.item.HeadItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names shards whose heads stand elsewhere in time than the archive gives. */
final class WatermarkFaults {

    private WatermarkFaults() {}

    /** Shards whose head, where it stands at the cut, has other watermarks than the replay. */
    static List<NightFault> of(Cut cut, Map<Integer, ShardStand> stands, Blame blame) {
        List<NightFault> faults = new ArrayList<>();
        for (ShardCut shard : cut.shards()) {
            ShardStand stand = stands.get(shard.index());
            if (!shard.atHead() || stand == null) {
                continue;
            }
            if (!Objects.equals(shard.headWatermark(), stand.event())
                    || !Objects.equals(shard.headReceived(), stand.received())) {
                faults.add(new NightFault(
                        NightFault.FaultKind.WATERMARK,
                        blame.of(shard.id()),
                        null,
                        null,
                        null,
                        null,
                        shard.id(),
                        "head " + HeadItem.key(shard.id()).partition() + " / " + shard.id(),
                        "the head has event " + instant(shard.headWatermark()) + ", received "
                                + instant(shard.headReceived()) + "; the archive gives event " + instant(stand.event())
                                + ", received " + instant(stand.received())));
            }
        }
        return faults;
    }

    private static String instant(@Nullable Long millis) {
        return millis == null ? "−∞" : IsoInstant.format(millis);
    }
}

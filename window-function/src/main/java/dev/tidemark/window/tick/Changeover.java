package dev.tidemark.window.tick;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.shards.ListedShard;
import dev.tidemark.window.versions.Versions;
import dev.tidemark.window.versions.ViewsJournal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the deployed version of the views into force: a {@code views} record into every open shard that is read with
 * another one.
 *
 * <p>While an update rolls, ticks of two deployments run side by side, and each has another file. They must not take turns.
 * So the version that is to be in force is a lease in the journal: a tick renews it where it is its own, takes it where it has
 * not been renewed for {@value #LEASE_HEARTBEATS} heartbeats, and else leaves the shards alone. The new file comes into force
 * that long after the last tick of the old deployment, and no straggler brings the old one back. Whoever has the lease
 * repeats the record every tick until the shard's head has it: a record that names the version in force changes nothing.
 */
public final class Changeover {

    static final int LEASE_HEARTBEATS = 3;

    private final Versions versions;
    private final ControlRecords controls;

    public Changeover(Versions versions, ControlRecords controls) {
        this.versions = versions;
        this.controls = controls;
    }

    /**
     * Runs once.
     *
     * @param open shards of the stream
     * @param heads of all shards; one without a head gets its record once it has one
     * @return number of shards that a record was put into, or tried to
     */
    public int run(List<ListedShard> open, List<ShardHead> heads, long nowMillis) {
        versions.keepDeployed();
        long lease = LEASE_HEARTBEATS
                * versions.deployed().watermark().heartbeatEvery().toMillis();
        if (versions.leaseDeployed(nowMillis, lease) instanceof ViewsJournal.HeldFor) {
            return 0;
        }
        String version = versions.deployed().version();
        Map<String, String> inForce = new HashMap<>();
        heads.forEach(head -> inForce.put(head.shardId(), head.viewsVersion()));
        List<ListedShard> others = open.stream()
                .filter(shard -> !inForce.getOrDefault(shard.id(), version).equals(version))
                .toList();
        controls.put(others, new LogRecord.ViewsChanged(version));
        return others.size();
    }
}

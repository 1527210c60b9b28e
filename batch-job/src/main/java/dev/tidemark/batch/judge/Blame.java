package dev.tidemark.batch.judge;

import dev.tidemark.batch.fault.NightFault;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which side a difference is the fault of: the stream's, unless the archive of the shard has a fault. Then it is the
 * archive's, since the stream may have counted events that are missing there.
 *
 * @param shardsWithHoles ids of shards whose archive is not what it should be
 */
record Blame(Set<String> shardsWithHoles) {

    /** Given what is known of the archive. */
    static Blame given(Collection<NightFault> faults) {
        return new Blame(faults.stream()
                .filter(fault -> fault.side() == NightFault.Side.ARCHIVE)
                .map(NightFault::shard)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    }

    /** For what a shard made, or, without one, for what all shards made together. */
    NightFault.Side of(@Nullable String shard) {
        boolean hole = shard == null ? !shardsWithHoles.isEmpty() : shardsWithHoles.contains(shard);
        return hole ? NightFault.Side.ARCHIVE : NightFault.Side.STREAM;
    }
}

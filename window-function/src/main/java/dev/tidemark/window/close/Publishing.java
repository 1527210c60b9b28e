package dev.tidemark.window.close;

import dev.tidemark.domain.fold.DueSlice;
import dev.tidemark.domain.fold.Moment;
import dev.tidemark.domain.view.TimeDomain;
import java.util.List;
import java.util.Optional;

/** How far publishing has come, and what is next. Reads are strongly consistent. */
public interface Publishing {

    /** The watermark up to which all panes of a domain are published, in milliseconds, or {@code UNKNOWN}. */
    long published(TimeDomain domain);

    /** Moves it on; it never goes back. */
    void advance(TimeDomain domain, long watermarkMillis);

    /** The first moment of a shard at or after this received watermark, if it has come that far. */
    Optional<Moment> momentFrom(String shardId, long receivedMillis);

    /** The due slices of a shard with {@code after < mark <= upTo}; {@code after} may be {@code UNKNOWN}. */
    List<DueSlice> due(String shardId, TimeDomain domain, long afterMillis, long upToMillis);
}

package dev.tidemark.batch.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tidemark.domain.event.IsoInstant;

/**
 * A stretch of time of which neither stream nor archive has a record of a shard, read when its records may have expired. How many
 * events came in it nobody knows.
 *
 * @param shard id
 * @param fromMillis when the last record before it arrived
 * @param toMillis when the first record behind it arrived
 */
@JsonPropertyOrder({"shard", "from", "to"})
public record MissedRange(
        String shard,
        @JsonIgnore long fromMillis,
        @JsonIgnore long toMillis) {

    /** As an instant in text. */
    @JsonProperty
    public String from() {
        return IsoInstant.format(fromMillis);
    }

    /** As an instant in text. */
    @JsonProperty
    public String to() {
        return IsoInstant.format(toMillis);
    }

    /** Whether some of it is in {@code [startMillis, endMillis)}. */
    public boolean touches(long startMillis, long endMillis) {
        return fromMillis < endMillis && startMillis < toMillis;
    }

    /** In words, for a report. */
    public String inWords() {
        return shard + ": of what arrived from " + from() + " to " + to()
                + " neither the stream nor the archive has a record, and it had expired when both read on; how many events there"
                + " were is not known";
    }
}

package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.item.FoundStep;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.StepItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stretches of a shard's log that lie in no step of the stream's journal, and behind which the stream read on so late that their
 * records may have expired: no mapping leaves an object of those. Whatever lies in no step and cannot have expired was lost by the
 * stream, which is a fault, and not looked at here.
 *
 * <p>A record can have expired if the step behind it was written a day or more after it arrived. Steps of earlier releases are known
 * only to the day on which they were written: of them it is the latest moment at which that may have been. Steps go {@code keptFor} after their writing; what is
 * older is not judged by their absence.
 */
final class PassedOver {

    /** No stream keeps its records for less. */
    private static final long LEAST_RETENTION_MILLIS = Duration.ofDays(1).toMillis();

    private static final String END = "9".repeat(Sequence.WIDTH);

    /** Between two steps, both exclusive; the one behind it was written by {@code readByMillis}. */
    private record StepGap(String after, String before, long readByMillis) {}

    private final List<StepGap> stretches;
    private final long stepsSince;

    private PassedOver(List<StepGap> stretches, long stepsSince) {
        this.stretches = List.copyOf(stretches);
        this.stepsSince = stepsSince;
    }

    /**
     * Of the records between checkpoint and cut.
     *
     * @param stepsSince steps of what arrived before this may have been deleted by their time to live, milliseconds
     */
    static PassedOver of(ItemStore items, ShardCut shard, long stepsSince) {
        Collector collector = new Collector(shard.from());
        items.find(StepItem.between(shard.id(), shard.from(), END), FoundStep.ITEMS, collector);
        return new PassedOver(collector.stretches, stepsSince);
    }

    private static final class Collector implements Consumer<FoundStep> {
        final List<StepGap> stretches = new ArrayList<>();
        private String after;

        Collector(String from) {
            this.after = from;
        }

        @Override
        public void accept(FoundStep step) {
            if (step.last().compareTo(after) <= 0) {
                return;
            }
            long clock = step.clocks().clockMillis();
            boolean late = step.writtenByMillis().isPresent()
                    && (clock == ShardClocks.UNKNOWN
                            || step.writtenByMillis().getAsLong() - clock >= LEAST_RETENTION_MILLIS);
            if (late && step.first().compareTo(after) > 0) {
                stretches.add(
                        new StepGap(after, step.first(), step.writtenByMillis().getAsLong()));
            }
            after = step.last();
        }
    }

    /** Whether the stream never got a record because it had expired. */
    boolean has(String sequence, long arrivalMillis) {
        return hasBetween(sequence, sequence, arrivalMillis);
    }

    /**
     * Whether records that the stream never got may have been in the log between two that the archive has, both inclusive.
     *
     * @param arrivalMillis when the first one arrived
     */
    boolean hasBetween(String first, String last, long arrivalMillis) {
        return arrivalMillis >= stepsSince
                && stretches.stream()
                        .anyMatch(stretch -> stretch.after().compareTo(last) < 0
                                && first.compareTo(stretch.before()) < 0
                                && stretch.readByMillis() - arrivalMillis >= LEAST_RETENTION_MILLIS);
    }
}

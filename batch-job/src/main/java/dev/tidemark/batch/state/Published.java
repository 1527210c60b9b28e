package dev.tidemark.batch.state;

import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.PutOutcome;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.item.PublishedRunItem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one item that names the current run: what is published is what that run, and the runs before it that it names, have
 * written. Writing it is the switch.
 *
 * @param run id of the current run
 * @param verifiedThrough by view id, the end of its contiguous verified days, milliseconds
 */
public record Published(String run, Map<String, Long> verifiedThrough) {

    public Published {
        verifiedThrough = Map.copyOf(verifiedThrough);
    }

    /** How far each view is verified, for a person. */
    public String through() {
        return verifiedThrough.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(view -> view.getKey() + " " + IsoInstant.format(view.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** What is published now. */
    public static Optional<Published> read(ItemStore items) {
        return items.get(PublishedRunItem.key()).map(Published::of);
    }

    /** What this item says. */
    public static Published of(PublishedRunItem item) {
        return new Published(item.run(), item.verifiedThrough());
    }

    /**
     * Switches to this run, if the run before is still the current one.
     *
     * @param before id of the run that this one went on from, or empty for none
     */
    public PutOutcome<PublishedRunItem> replace(ItemStore items, Optional<String> before, long nowMillis) {
        return items.put(new PublishedRunItem(run, nowMillis, verifiedThrough).switchFrom(before), nowMillis);
    }
}

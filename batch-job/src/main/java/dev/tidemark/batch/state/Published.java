package dev.tidemark.batch.state;

import dev.tidemark.batch.store.Item;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.util.LinkedHashMap;
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

    /** Partition and sort key of the item. */
    public static final String PK = "published";

    public static final String SK = "current";

    private static final String RUN = "run";
    private static final String VERIFIED = "verifiedThrough";

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
        return items.get(Table.CORRECTIONS, PK, SK).map(item -> {
            Map<String, Long> through = new LinkedHashMap<>();
            item.map(VERIFIED).forEach((view, at) -> through.put(view, IsoInstant.parse(String.valueOf(at))));
            return new Published(item.require(RUN), through);
        });
    }

    /**
     * Switches to this run, if the run before is still the current one.
     *
     * @param before id of the run that this one went on from, or empty for none
     * @return whether the switch was made
     */
    public boolean replace(ItemStore items, Optional<String> before, long nowMillis) {
        Map<String, Object> through = new LinkedHashMap<>();
        verifiedThrough.forEach((view, at) -> through.put(view, IsoInstant.format(at)));
        Item item = Item.of(PK, SK)
                .with(RUN, run)
                .with("at", IsoInstant.format(nowMillis))
                .with(VERIFIED, through);
        return items.putIf(Table.CORRECTIONS, item, RUN, before.orElse(null));
    }
}

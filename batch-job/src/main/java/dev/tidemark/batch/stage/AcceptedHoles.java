package dev.tidemark.batch.stage;

import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.item.AcceptedHoleItem;
import java.util.ArrayList;
import java.util.List;

/**
 * The holes of the archive that people have accepted.
 *
 * @param holes by shard and sequence number
 */
public record AcceptedHoles(List<AcceptedHoleItem> holes) {

    public AcceptedHoles {
        holes = List.copyOf(holes);
    }

    /** All that are accepted now. */
    static AcceptedHoles read(ItemStore items) {
        List<AcceptedHoleItem> holes = new ArrayList<>();
        items.query(AcceptedHoleItem.all(), holes::add);
        return new AcceptedHoles(holes);
    }

    /** Whether this object is one of them. */
    public boolean has(String objectKey) {
        return holes.stream().anyMatch(hole -> hole.objectKey().equals(objectKey));
    }

    /** Each in words, for a report. */
    public List<String> inWords() {
        return holes.stream()
                .map(hole -> "accepted hole " + hole.name() + " (" + hole.objectKey() + "), by a person at "
                        + IsoInstant.format(hole.acceptedAtMillis()))
                .toList();
    }
}

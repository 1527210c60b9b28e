package dev.tidemark.domain.view;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the views file says.
 *
 * @param watermark how the log's watermarks advance
 * @param ingest how ingestion judges times
 * @param deduplicateFor how long, by the shard clock, a repeated event is known as a duplicate; {@code > 0}, at most
 *     {@link View#LONGEST_USE_OF_CELLS} and {@code uniqueFor}
 * @param uniqueFor how long, by the clock of the log, an identity is known at all: an occurrence is a new event if none of
 *     its identity lies less than this before it; {@code ingest.oldest, deduplicateFor <= uniqueFor}
 * @param views one or more, with different names
 * @param version names this file's meaning: 8 hex digits over all versions
 */
public record Views(
        WatermarkPolicy watermark,
        IngestPolicy ingest,
        Duration deduplicateFor,
        Duration uniqueFor,
        List<View> views,
        String version) {

    /** The horizon of identities where the views file says nothing: as long as cells are kept. */
    public static final Duration DEFAULT_UNIQUE_FOR = View.CELLS_KEPT_FOR;

    public Views {
        views = List.copyOf(views);
        if (deduplicateFor.isNegative() || deduplicateFor.isZero()) {
            throw new IllegalArgumentException("deduplicateFor > 0 does not hold: it is " + deduplicateFor);
        }
        if (deduplicateFor.compareTo(View.LONGEST_USE_OF_CELLS) > 0) {
            throw new IllegalArgumentException("deduplicateFor <= " + View.LONGEST_USE_OF_CELLS
                    + " does not hold, and what a shard has seen is kept no longer: it is " + deduplicateFor);
        }
        if (deduplicateFor.compareTo(uniqueFor) > 0) {
            throw new IllegalArgumentException("deduplicateFor <= uniqueFor does not hold: deduplicateFor is "
                    + deduplicateFor + ", uniqueFor is " + uniqueFor);
        }
        if (ingest.oldest().compareTo(uniqueFor) > 0) {
            throw new IllegalArgumentException("ingest.oldest <= uniqueFor does not hold: ingest.oldest is "
                    + ingest.oldest() + ", uniqueFor is " + uniqueFor);
        }
    }

    /** The view of that name. */
    public Optional<View> named(String name) {
        return views.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /** Names of the attributes that any view looks at. */
    public Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        views.forEach(view -> names.addAll(view.attributes()));
        return names;
    }
}

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
 * @param deduplicateFor how long, by the shard clock, a repeated event is known as a duplicate; {@code > 0}
 * @param views one or more, with different names
 * @param version names this file's meaning: 8 hex digits over all versions
 */
public record Views(
        WatermarkPolicy watermark, IngestPolicy ingest, Duration deduplicateFor, List<View> views, String version) {

    public Views {
        views = List.copyOf(views);
        if (deduplicateFor.isNegative() || deduplicateFor.isZero()) {
            throw new IllegalArgumentException("deduplicateFor > 0 does not hold: it is " + deduplicateFor);
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

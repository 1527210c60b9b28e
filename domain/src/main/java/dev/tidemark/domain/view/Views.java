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
        for (View view : views) {
            if (view.join() != null) {
                add(names, view.join().on());
            }
            view.where().terms().forEach(term -> add(names, term.field()));
            if (view.key() != null) {
                add(names, view.key());
            }
            for (AggregateSpec aggregate : view.aggregates()) {
                if (aggregate instanceof AggregateSpec.Distinct distinct) {
                    add(names, distinct.field());
                } else if (aggregate instanceof AggregateSpec.Quantiles quantiles) {
                    add(names, quantiles.field());
                } else if (aggregate instanceof AggregateSpec.Top top) {
                    add(names, top.field());
                }
            }
        }
        return names;
    }

    private static void add(Set<String> names, Field field) {
        if (field instanceof Field.AttributeField attribute) {
            names.add(attribute.name());
        }
    }
}

package dev.tidemark.batch.decide;

import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What times a run's new arrivals have, in both domains. */
public final class Touched {

    private record TouchedStretch(TimeDomain domain, long day, long firstMillis, long lastMillis) {}

    private final List<TouchedStretch> stretches;

    private Touched(List<TouchedStretch> stretches) {
        this.stretches = stretches;
    }

    /** Of the staged arrivals. */
    static Touched read(Database database) {
        return new Touched(new ArrayList<>(database.rows(
                "replay.touched",
                Map.of(),
                row -> new TouchedStretch(
                        row.getString(1).equals(TimeDomain.EVENT.wireName()) ? TimeDomain.EVENT : TimeDomain.RECEIVED,
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4)))));
    }

    /** The days that have an arrival, and those of the windows that have one. */
    public NavigableSet<Long> days(Views views) {
        NavigableSet<Long> days = new TreeSet<>();
        for (TouchedStretch stretch : stretches) {
            days.add(stretch.day());
            for (View view : views.views()) {
                if (view.time() == stretch.domain()) {
                    ViewShape.of(view)
                            .daysOf(stretch.firstMillis(), stretch.lastMillis() + within(view))
                            .forEach(days::add);
                }
            }
        }
        return days;
    }

    /** The days that have an arrival by the time of this domain. */
    public NavigableSet<Long> arrivalDays(TimeDomain domain) {
        NavigableSet<Long> days = new TreeSet<>();
        stretches.stream().filter(stretch -> stretch.domain() == domain).forEach(stretch -> days.add(stretch.day()));
        return days;
    }

    /** How much later than one of its halves a pair may be. */
    private static long within(View view) {
        return view.join() == null ? 0 : view.join().within().toMillis();
    }
}

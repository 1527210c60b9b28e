package dev.tidemark.batch.recompute;

import dev.tidemark.batch.state.ViewDay;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which days a run computes: those asked for, those that new arrivals touch, and those that were not final before. */
final class DayChoice {

    private DayChoice() {}

    static NavigableSet<Long> of(
            @Nullable LocalDate from, @Nullable LocalDate to, Collection<Long> touched, List<ViewDay> published) {
        TreeSet<Long> days = new TreeSet<>(touched);
        if (from != null && to != null) {
            for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                days.add(day.toEpochDay());
            }
        }
        published.stream().filter(day -> !day.verified()).forEach(day -> days.add(day.day()));
        return days;
    }
}

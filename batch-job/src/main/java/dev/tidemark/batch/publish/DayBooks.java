package dev.tidemark.batch.publish;

import dev.tidemark.batch.decide.ComparisonLimits;
import dev.tidemark.batch.judge.Judged;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.report.ViewCounts;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.state.ViewDay;
import dev.tidemark.domain.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which days of which views stand how after a run.
 *
 * @param days of all views, those of earlier runs among them
 * @param finalThrough by view id, up to where every window is final, milliseconds
 * @param sound the days of this run that were compared and found without a fault
 */
record DayBooks(List<ViewDay> days, Map<String, Long> finalThrough, Set<DayBooks.BookedDay> sound) {

    /** A day of a view. */
    record BookedDay(String view, long day) {}

    /** After this run. */
    static DayBooks after(Judged judged, List<View> views) {
        Map<String, Long> finalThrough = finalThrough(judged.windows().decided().limits(), views);
        Map<BookedDay, ViewDay> days = new LinkedHashMap<>();
        judged.windows().decided().state().days().forEach(day -> days.put(new BookedDay(day.view(), day.day()), day));
        Set<BookedDay> sound = new HashSet<>();
        judged.days().forEach((day, summary) -> {
            for (View view : views) {
                BookedDay place = new BookedDay(view.id(), day);
                ViewDay before = days.get(place);
                if (summary.verdict() == NightVerdict.PASS || summary.verdict() == NightVerdict.WARN) {
                    boolean verified =
                            (day + 1) * ViewShape.DAY <= finalThrough.getOrDefault(view.id(), Long.MIN_VALUE);
                    days.put(place, viewDay(view, day, summary, verified));
                    sound.add(place);
                } else if (before == null) {
                    if (!beginsBehind(summary, view, day, days)) {
                        days.put(place, new ViewDay(day, view.id(), "", false, 0, 0));
                    }
                } else if (summary.verdict() != NightVerdict.NOT_COMPARABLE) {
                    // The day keeps its earlier run, is marked not final, and is computed again next time.
                    days.put(place, new ViewDay(day, view.id(), before.run(), false, before.windows(), before.open()));
                }
                // A day that cannot be compared keeps its earlier entry.
            }
        });
        return new DayBooks(
                within(
                        List.copyOf(days.values()),
                        judged.windows().decided().kept().booksFrom()),
                finalThrough,
                Set.copyOf(sound));
    }

    /**
     * The days from a first one on. Of a view that is not verified up to there, the day that holds it back stays, and the one
     * that the books have before it, so that it is held back for ever where nobody can mend that day any more.
     */
    static List<ViewDay> within(List<ViewDay> days, long first) {
        Map<String, TreeMap<Long, ViewDay>> byView = new TreeMap<>();
        days.forEach(day ->
                byView.computeIfAbsent(day.view(), view -> new TreeMap<>()).put(day.day(), day));
        List<ViewDay> within = new ArrayList<>();
        byView.forEach((view, ofView) -> {
            ofView.headMap(first, false).values().stream()
                    .filter(day -> !day.verified())
                    .findFirst()
                    .ifPresent(holding -> {
                        Map.Entry<Long, ViewDay> before = ofView.lowerEntry(holding.day());
                        if (before != null) {
                            within.add(before.getValue());
                        }
                        within.add(holding);
                    });
            within.addAll(ofView.tailMap(first, true).values());
        });
        return within;
    }

    /**
     * Whether the books of a view begin behind a day: nothing can be said about it any more, and nothing was of a day before it. As
     * a day that holds the view back it would do so for ever.
     */
    private static boolean beginsBehind(Summary summary, View view, long day, Map<BookedDay, ViewDay> days) {
        return summary.verdict() == NightVerdict.NOT_COMPARABLE
                && days.keySet().stream().noneMatch(place -> place.view().equals(view.id()) && place.day() < day);
    }

    /** Whether this run compared a view's day and found nothing wrong. */
    boolean isSound(String view, long day) {
        return sound.contains(new BookedDay(view, day));
    }

    private static ViewDay viewDay(View view, long day, Summary summary, boolean verified) {
        String run = summary.run().id();
        for (ViewCounts counts : summary.views()) {
            if (counts.id().equals(view.id())) {
                return new ViewDay(
                        day,
                        view.id(),
                        run,
                        verified,
                        counts.cells(),
                        counts.count().open());
            }
        }
        return new ViewDay(day, view.id(), run, verified, 0, 0);
    }

    private static Map<String, Long> finalThrough(ComparisonLimits limits, List<View> views) {
        Map<String, Long> through = new HashMap<>();
        for (View view : views) {
            Long limit = limits.panes(view.time());
            if (limit != null) {
                through.put(
                        view.id(),
                        limit
                                - view.allowedLateness().toMillis()
                                - ViewShape.of(view).settlesMillis());
            }
        }
        return through;
    }
}

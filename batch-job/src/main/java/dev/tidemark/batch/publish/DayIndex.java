package dev.tidemark.batch.publish;

import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.ViewDay;
import dev.tidemark.platform.item.CorrectionIndexItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Which run's corrections hold for which day of which view: one item a view and month, in a partition of the run that
 * wrote the index. A run writes the whole index, so the item that names the run switches all of it.
 */
final class DayIndex {

    private static final long DAY = 86_400_000L;

    private DayIndex() {}

    /** The items of the index. */
    static List<CorrectionIndexItem> items(String run, List<ViewDay> days) {
        record ViewMonth(String view, String month) {}
        Map<ViewMonth, Map<String, String>> months = new LinkedHashMap<>();
        for (ViewDay day : days) {
            String name = BatchKeys.dayName(day.day());
            months.computeIfAbsent(new ViewMonth(day.view(), name.substring(0, 7)), month -> new LinkedHashMap<>())
                    .put(name, day.run());
        }
        List<CorrectionIndexItem> items = new ArrayList<>();
        months.forEach((month, runs) ->
                items.add(new CorrectionIndexItem(run, month.view(), month.month(), runs, OptionalLong.empty())));
        return items;
    }

    /**
     * How far each view is verified: to the end of the days without a gap from its first on, and into the day after them
     * as far as it is final and was found sound. A day without windows counts as verified once it is final.
     *
     * @param days of all views
     * @param finalThrough by view id, up to where every window is final, milliseconds
     * @param sound whether this run compared a view's day and found nothing wrong
     */
    static Map<String, Long> verifiedThrough(
            List<ViewDay> days, Map<String, Long> finalThrough, BiPredicate<String, Long> sound) {
        Map<String, TreeMap<Long, Boolean>> byView = new TreeMap<>();
        days.forEach(day ->
                byView.computeIfAbsent(day.view(), view -> new TreeMap<>()).put(day.day(), day.verified()));
        Map<String, Long> through = new LinkedHashMap<>();
        byView.forEach((view, verified) -> {
            long limit = finalThrough.getOrDefault(view, Long.MIN_VALUE);
            long first = verified.firstKey() * DAY;
            long day = verified.firstKey();
            while (day <= verified.lastKey() && verified.getOrDefault(day, (day + 1) * DAY <= limit)) {
                day++;
            }
            long end = sound.test(view, day) ? Math.max(day * DAY, Math.min((day + 1) * DAY, limit)) : day * DAY;
            if (end > first) {
                through.put(view, end);
            }
        });
        return through;
    }
}

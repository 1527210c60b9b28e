package dev.tidemark.batch.publish;

import dev.tidemark.batch.report.DayFiles;
import dev.tidemark.batch.state.ViewDay;
import dev.tidemark.batch.store.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Which run's corrections hold for which day of which view: one item a view and month, in a partition of the run that
 * wrote the index. A run writes the whole index, so the item that names the run switches all of it.
 */
final class DayIndex {

    private static final long DAY = 86_400_000L;

    private DayIndex() {}

    static String partition(String run) {
        return "days#" + run;
    }

    /** The items of the index. */
    static List<Item> items(String run, List<ViewDay> days) {
        Map<String, Map<String, Object>> months = new TreeMap<>();
        for (ViewDay day : days) {
            String name = DayFiles.name(day.day());
            months.computeIfAbsent(day.view() + "#" + name.substring(0, 7), key -> new LinkedHashMap<>())
                    .put(name, day.run());
        }
        List<Item> items = new ArrayList<>();
        months.forEach((month, runs) -> items.add(Item.of(partition(run), month).with("runs", runs)));
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

    /** An index that is out of use, to be deleted by the table in a day. */
    static List<Item> expiring(List<Item> items, long nowMillis) {
        return items.stream()
                .map(item -> item.with(dev.tidemark.platform.Table.TIME_TO_LIVE, nowMillis / 1000 + 86_400))
                .toList();
    }
}

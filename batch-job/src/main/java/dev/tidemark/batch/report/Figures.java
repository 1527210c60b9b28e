package dev.tidemark.batch.report;

import dev.tidemark.batch.sql.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures of each day, read from the result tables. */
public final class Figures {

    private final Map<Long, EventCounts> events = new HashMap<>();
    private final Map<Long, List<ViewCounts>> views = new HashMap<>();
    private final Map<Long, Long> accepted = new HashMap<>();

    /** Where there is not a single event. */
    public Figures() {}

    /**
     * Reads them.
     *
     * @param occurrences what reads the files of events of these days
     * @param recordRows what reads all records
     */
    public Figures(Database database, String occurrences, String recordRows) {
        database.rows("report.eventCounts", Map.of("occurrences", occurrences), row -> {
            events.put(
                    row.getLong("day"),
                    new EventCounts(
                            row.getLong("archived"),
                            row.getLong("valid"),
                            row.getLong("uniques"),
                            new EventCounts.Duplicates(row.getLong("within_horizon"), row.getLong("beyond_horizon")),
                            row.getLong("returned"),
                            row.getLong("quarantined"),
                            row.getLong("skipped"),
                            row.getLong("collisions"),
                            new TreeMap<>(),
                            row.getLong("lag")));
            return row;
        });
        database.rows("report.inversions", Map.of("occurrences", occurrences), row -> {
            events.merge(
                    row.getLong("day"),
                    EventCounts.NONE.plusInversions(row.getString("quality"), row.getLong("events")),
                    EventCounts::plus);
            return row;
        });
        database.rows("report.unreadableCounts", Map.of("recordRows", recordRows), row -> {
            events.merge(
                    row.getLong("day"), EventCounts.NONE.plusUnreadable(row.getLong("records")), EventCounts::plus);
            return row;
        });
        database.rows("report.accepted", Map.of(), row -> accepted.put(row.getLong("day"), row.getLong("windows")));
        Map<List<Long>, Long> wrong = new HashMap<>();
        database.rows(
                "report.unexplainedCells",
                Map.of(),
                row -> wrong.put(List.of(row.getLong("day"), row.getLong("view")), row.getLong("cells")));
        Map<List<Object>, List<ApproximateCounts>> approximates = approximates(database);
        database.rows("report.views", Map.of(), row -> {
            long day = row.getLong("day");
            long wrongCells = wrong.getOrDefault(List.of(day, row.getLong("view")), 0L);
            return views.computeIfAbsent(day, key -> new ArrayList<>())
                    .add(new ViewCounts(
                            row.getString("name"),
                            row.getString("id"),
                            row.getLong("windows"),
                            row.getLong("cells"),
                            row.getLong("not_covered"),
                            new LedgerCounts(
                                    row.getLong("on_time"),
                                    row.getLong("final"),
                                    row.getLong("batch"),
                                    row.getLong("late_beyond"),
                                    row.getLong("duplicate"),
                                    row.getLong("quarantined"),
                                    row.getLong("skipped"),
                                    row.getLong("open"),
                                    row.getLong("unexplained")),
                            new ViewCounts.Differing(row.getLong("differing_on_time"), row.getLong("differing_final")),
                            row.getLong("unexplained_events"),
                            wrongCells,
                            approximates.getOrDefault(List.of(day, row.getString("id")), List.of())));
        });
    }

    private static Map<List<Object>, List<ApproximateCounts>> approximates(Database database) {
        Map<List<Object>, List<ApproximateCounts>> byViewDay = new HashMap<>();
        database.rows("approximate.figures", Map.of(), row -> byViewDay
                .computeIfAbsent(List.of(row.getLong("day"), row.getString("id")), key -> new ArrayList<>())
                .add(new ApproximateCounts(
                        row.getString("aggregate"),
                        row.getLong("results"),
                        row.getLong("beyond"),
                        row.getDouble("largest"),
                        row.getDouble("total"),
                        row.getDouble("bound"))));
        return byViewDay;
    }

    /** Of a day. */
    public EventCounts events(long day) {
        return events.getOrDefault(day, EventCounts.NONE);
    }

    /** Windows and keys of a day that are not compared because they may have events of an accepted hole. */
    public long accepted(long day) {
        return accepted.getOrDefault(day, 0L);
    }

    /** Of a day. */
    public List<ViewCounts> views(long day) {
        return views.getOrDefault(day, List.of());
    }
}

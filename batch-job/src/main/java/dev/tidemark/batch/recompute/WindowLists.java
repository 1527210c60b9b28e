package dev.tidemark.batch.recompute;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.decide.ComparisonLimits;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.shape.SessionShape;
import dev.tidemark.batch.shape.Shapes;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.CalendarBounds;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.util.List;
import java.util.NavigableSet;

/** The small tables that statements look things up in: days, views, shards, aggregates, limits, calendars. */
final class WindowLists {

    private final Database database;
    private final List<View> views;
    private final Shapes shapes;
    private final NavigableSet<Long> days;

    WindowLists(Database database, List<View> views, Shapes shapes, NavigableSet<Long> days) {
        this.database = database;
        this.views = views;
        this.shapes = shapes;
        this.days = days;
    }

    /** Makes them, and the empty tables of the results. */
    void fill(Cut cut, ComparisonLimits limits) {
        database.run("recompute.tables");
        try (RowAppender rows = appender(NightTable.RUN_DAYS)) {
            days.forEach(day -> rows.add(row -> row.add(day)));
        }
        try (RowAppender rows = appender(NightTable.SHARD_LIST)) {
            cut.shards().forEach(shard -> rows.add(row -> row.add(shard.index()).add(shard.id())));
        }
        views();
        aggregates();
        windows();
        limits(limits);
    }

    private void views() {
        try (RowAppender rows = appender(NightTable.VIEW_LIST)) {
            for (int number = 0; number < views.size(); number++) {
                int index = number;
                View view = views.get(number);
                rows.add(row -> row.add(index)
                        .add(view.id())
                        .add(view.name())
                        .add(view.time().wireName())
                        .add(view.allowedLateness().toMillis()));
            }
        }
    }

    private void aggregates() {
        try (RowAppender exact = appender(NightTable.AGGREGATES);
                RowAppender approximate = appender(NightTable.APPROXIMATES)) {
            for (int number = 0; number < views.size(); number++) {
                int index = number;
                View view = views.get(number);
                int ordinal = 0;
                for (AggregateSpec aggregate : view.aggregates()) {
                    if (aggregate instanceof AggregateSpec.Exact) {
                        int place = ordinal++;
                        exact.add(row -> row.add(index).add(place).add(aggregate.resultName()));
                    }
                }
                for (ApproximateValues.Aggregate aggregate : ApproximateValues.of(view)) {
                    approximate.add(row -> row.add(index)
                            .add(aggregate.ordinal())
                            .add(aggregate.spec().resultName())
                            .add(aggregate.kind(view)));
                }
            }
        }
    }

    private void windows() {
        try (RowAppender sessions = appender(NightTable.SESSION_VIEWS);
                RowAppender calendars = database.appender("calendar")) {
            for (int number = 0; number < views.size(); number++) {
                int index = number;
                View view = views.get(number);
                if (shapes.of(view) instanceof SessionShape shape) {
                    sessions.add(row -> row.add(index).add(shape.gapMillis()).add(shape.joinsMillis()));
                }
                if (view.window() instanceof WindowSpec.Calendar calendar) {
                    bounds(index, calendar, shapes.of(view), calendars);
                }
            }
        }
    }

    /** Cuts the view's time: one row a window and UTC day that it touches. */
    private void bounds(int number, WindowSpec.Calendar calendar, ViewShape shape, RowAppender rows) {
        long from = days.stream().mapToLong(shape::firstNeeded).min().orElseThrow();
        long to = (days.last() + 1) * ViewShape.DAY;
        for (CalendarBounds.CalendarWindow window : new CalendarBounds(calendar).between(from, to)) {
            long first = Math.floorDiv(window.startMillis(), ViewShape.DAY);
            for (long day = first; day <= ViewShape.dayOfEnd(window.endMillis()); day++) {
                long touched = day;
                rows.add(row ->
                        row.add(number).add(touched).add(window.startMillis()).add(window.endMillis()));
            }
        }
    }

    private void limits(ComparisonLimits limits) {
        try (RowAppender panes = appender(NightTable.LIMITS);
                RowAppender cells = appender(NightTable.SHARD_LIMITS)) {
            for (int number = 0; number < views.size(); number++) {
                int index = number;
                TimeDomain domain = views.get(number).time();
                panes.add(row -> row.add(index).add(limits.panes(domain)).add(limits.panes(TimeDomain.RECEIVED)));
                limits.cells(domain)
                        .forEach((shard, upTo) -> cells.add(
                                row -> row.add(index).add(shard.intValue()).add(upTo)));
            }
        }
    }

    private RowAppender appender(NightTable table) {
        return database.appender(table.sqlName());
    }
}

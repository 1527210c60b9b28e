package dev.tidemark.batch.recompute;

import dev.tidemark.batch.shape.JoinSql;
import dev.tidemark.batch.shape.Shapes;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.shape.ViewSql;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.ParquetSource;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.Views;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which files of events the days need, and what reads them. */
final class Sources {

    private final Sql sql;
    private final ParquetSource parquet;
    private final List<StoredFile> files;

    /** Of these files of events: those of earlier runs, and this one's. */
    Sources(Sql sql, ParquetSource parquet, List<StoredFile> files) {
        this.sql = sql;
        this.parquet = parquet;
        this.files = files;
    }

    /** Files that may hold an event in a window of one of the days. */
    List<StoredFile> of(Views views, Shapes shapes, TimeDomain domain, NavigableSet<Long> days) {
        return of(days(views, shapes, domain, days));
    }

    /** The days of event time that windows of the days may have an event of. */
    static NavigableSet<Long> days(Views views, Shapes shapes, TimeDomain domain, NavigableSet<Long> days) {
        List<ViewShape> ofDomain = views.views().stream()
                .filter(view -> view.time() == domain)
                .map(shapes::of)
                .toList();
        NavigableSet<Long> dates = new TreeSet<>();
        for (long day : days) {
            long first = day * ViewShape.DAY;
            long end = first + ViewShape.DAY;
            for (ViewShape shape : ofDomain) {
                first = Math.min(first, shape.firstNeeded(day));
                end = Math.max(end, shape.endNeeded(day));
            }
            dates.addAll(days(views, domain, first, end));
        }
        return dates;
    }

    /** Files that may hold an event with a time in {@code [from, end)} of the domain. */
    List<StoredFile> between(Views views, TimeDomain domain, long from, long end) {
        return of(days(views, domain, from, end));
    }

    private static NavigableSet<Long> days(Views views, TimeDomain domain, long from, long end) {
        // An event may have happened long before it was received, and the earlier half of a pair before its window.
        long before = JoinSql.longestWithin(views.views())
                + (domain == TimeDomain.EVENT ? 0 : views.ingest().oldest().toMillis());
        NavigableSet<Long> dates = new TreeSet<>();
        for (long day = Math.floorDiv(from - before, ViewShape.DAY); day <= ViewShape.dayOfEnd(end); day++) {
            dates.add(day);
        }
        return dates;
    }

    /** Files that may hold an event of one of these days of event time. */
    List<StoredFile> of(NavigableSet<Long> days) {
        Set<String> dates = days.stream().map(BatchKeys::dayName).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> file.date().equals(StoredFile.MIXED) || dates.contains(file.date()))
                .toList();
    }

    /** What reads the files, one or more, in a statement. */
    String occurrences(List<StoredFile> chosen) {
        return parquet.ofFiles(chosen);
    }

    /** Views as statements on these files. */
    ViewSql viewSql(List<StoredFile> chosen) {
        Set<String> some = new HashSet<>();
        Set<String> every = new HashSet<>();
        for (StoredFile file : chosen) {
            some.addAll(file.columns());
        }
        for (String column : some) {
            if (chosen.stream().allMatch(file -> file.columns().contains(column))) {
                every.add(column);
            }
        }
        return new ViewSql(sql, some, every);
    }
}

package dev.tidemark.batch.publish;

import dev.tidemark.batch.decide.Kept;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.batch.state.StoredSegment;
import dev.tidemark.batch.state.ViewDay;
import dev.tidemark.batch.store.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Objects below {@code batch/} that no run has a use for any more: what the horizon has passed, what later runs have taken the
 * place of, and what runs have left that were stopped. What the run before this one went by stays for one night more, for who is
 * reading it. The id of a run sorts behind that of the run that it goes on from, whatever the clock says, and what sorts behind
 * this one is none of its business.
 */
final class UnusedObjects {

    private final ObjectStore objects;
    private final Files files;
    private final String run;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> runs = new HashSet<>();
    private final Set<BatchKeys.RunReport> reports = new HashSet<>();

    /**
     * Behind this run.
     *
     * @param before what it went on from
     * @param days of all views, as it has published them
     */
    UnusedObjects(ObjectStore objects, Files files, String run, NightState before, Kept kept, List<ViewDay> days) {
        this.objects = objects;
        this.files = files;
        this.run = run;
        runs.add(run);
        before.published().map(Published::run).ifPresent(runs::add);
        Stream.concat(before.files().stream(), kept.files().stream())
                .map(StoredFile::key)
                .forEach(keys::add);
        Stream.concat(before.segments().stream(), kept.segments().stream())
                .map(StoredSegment::key)
                .forEach(keys::add);
        Stream.concat(before.days().stream(), days.stream())
                .forEach(day -> reports.add(new BatchKeys.RunReport(BatchKeys.dayName(day.day()), day.run())));
    }

    /**
     * Deletes them, and their local copies.
     *
     * @param firstDay reports of days before it are in force, for no run computes them any more
     */
    void sweep(long firstDay) {
        String from = firstDay == Long.MIN_VALUE ? BatchKeys.DAYS : BatchKeys.DAYS + BatchKeys.dayName(firstDay);
        List<String> unused = Stream.of(
                        objects.list(BatchKeys.RUNS).stream().filter(this::isUnusedOfRun),
                        objects.list(BatchKeys.SEGMENTS).stream().filter(this::isUnusedSegment),
                        objects.list(BatchKeys.DAYS, from).stream().filter(this::isUnusedReport))
                .flatMap(keysOf -> keysOf)
                .toList();
        objects.deleteAll(unused);
        files.forget(key -> key.startsWith(BatchKeys.RUNS) && isUnusedOfRun(key)
                || key.startsWith(BatchKeys.SEGMENTS) && isUnusedSegment(key));
    }

    private boolean isUnusedOfRun(String key) {
        String of = BatchKeys.runOf(key);
        return isEarlier(of) && !(BatchKeys.isOwn(key) ? runs.contains(of) : keys.contains(key));
    }

    private boolean isUnusedSegment(String key) {
        return isEarlier(BatchKeys.runOfSegment(key)) && !keys.contains(key);
    }

    private boolean isUnusedReport(String key) {
        return BatchKeys.reportOf(key)
                .filter(report -> isEarlier(report.run()) && !reports.contains(report))
                .isPresent();
    }

    private boolean isEarlier(String other) {
        return other.compareTo(run) < 0;
    }
}

package dev.tidemark.batch.night;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.publish.Publication;
import dev.tidemark.batch.publish.Publisher;
import dev.tidemark.batch.publish.RunFolders;
import dev.tidemark.batch.reconcile.Faults;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.report.DayFiles;
import dev.tidemark.batch.report.EventCounts;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.report.ViewCounts;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.state.State;
import dev.tidemark.batch.state.State.ViewDay;
import dev.tidemark.batch.state.StateWriter;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.view.View;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The telling part of a run: verdict, report, publishing. */
final class Outcome {

    private static final long DAY = 86_400_000L;

    private final Request request;
    private final String run;
    private final Clock clock;
    private final long startedMillis;
    private final Findings findings;

    Outcome(Request request, String run, Clock clock, long startedMillis, Findings findings) {
        this.request = request;
        this.run = run;
        this.clock = clock;
        this.startedMillis = startedMillis;
        this.findings = findings;
    }

    /** When there is not a day to compute. */
    static Result nothingToDo(String run, double seconds, Optional<Published> published) {
        Summary summary = new Summary(
                "no day",
                NightVerdict.PASS,
                EventCounts.NONE,
                List.of(),
                List.of(),
                0,
                List.of(),
                new Summary.Run(run, "none", seconds, 0));
        return new Result(summary, new Publication.NothingToDo(published));
    }

    /** Writes the report, publishes what is sound, and says how it ends. */
    Result publish(
            Database database,
            ObjectStore objects,
            ItemStore items,
            State state,
            StateWriter writer,
            RunFolders folders,
            StepProgress progress) {
        Path staging = folders.staging();
        progress.start("writing the report", findings.days().size());
        ManifestOfDay manifest = new ManifestOfDay(request.views(), findings, run, clock.millis());
        DayFiles dayFiles = new DayFiles(database, staging, findings.records());
        Judgement judgement = new Judgement(findings, beyondNamed(database));
        Summary.Run info = info();
        List<Summary> days = new ArrayList<>();
        for (long day : findings.days()) {
            Summary summary = judgement.day(day, info);
            days.add(summary);
            dayFiles.write(day, summary, manifest.of(summary));
            progress.step(1);
        }
        Summary whole = judgement.run(days, info());
        dayFiles.writeAll(whole, days);
        progress.end();

        Publication publication =
                findings.faults().stream().anyMatch(fault -> fault.kind() == Fault.Kind.ARCHIVE_OBJECT)
                        ? new Publication.Withheld(state.published())
                        : switchTo(database, objects, items, state, writer, staging, days, progress);
        if (!publication.failed()) {
            dayFiles.writeLedger(whole, publication.sentence());
            folders.placeReport();
        } else if (publication instanceof Publication.Unknown) {
            folders.leaveStaging();
        }
        return new Result(whole, publication);
    }

    private Publication switchTo(
            Database database,
            ObjectStore objects,
            ItemStore items,
            State state,
            StateWriter writer,
            Path staging,
            List<Summary> summaries,
            StepProgress progress) {
        Map<Long, NightVerdict> verdicts = new HashMap<>();
        int index = 0;
        for (long day : findings.days()) {
            verdicts.put(day, summaries.get(index++).verdict());
        }
        Map<String, Long> finalThrough = finalThrough();
        Map<List<Object>, ViewDay> days = new LinkedHashMap<>();
        state.days().forEach(day -> days.put(List.of(day.view(), day.day()), day));
        Set<List<Object>> chosen = new HashSet<>();
        for (long day : findings.days()) {
            NightVerdict verdict = verdicts.getOrDefault(day, NightVerdict.FAIL);
            for (View view : request.views().views()) {
                List<Object> viewDay = List.of(view.id(), day);
                if (verdict == NightVerdict.NOT_COMPARABLE && days.containsKey(viewDay)) {
                    // What was verified stays verified; nothing can be said about it any more.
                    continue;
                }
                if (verdict == NightVerdict.PASS || verdict == NightVerdict.WARN) {
                    boolean verified = (day + 1) * DAY <= finalThrough.getOrDefault(view.id(), Long.MIN_VALUE);
                    days.put(viewDay, viewDay(view, day, verified));
                    chosen.add(viewDay);
                } else {
                    // What was published of the day stays; the day is computed again next time.
                    ViewDay before = days.get(viewDay);
                    days.put(
                            viewDay,
                            before == null
                                    ? new ViewDay(day, view.id(), "", false, 0, 0)
                                    : new ViewDay(
                                            day, view.id(), before.run(), false, before.windows(), before.open()));
                }
            }
        }
        List<ViewDay> all = new ArrayList<>(days.values());
        writer.state(findings.cut(), findings.staged().ordinals(), all);
        Publisher publisher = new Publisher(objects, items, run, clock, progress);
        return publisher.publish(
                database,
                state,
                writer,
                staging,
                all,
                finalThrough,
                (view, day) -> chosen.contains(List.of(view, day)));
    }

    private ViewDay viewDay(View view, long day, boolean verified) {
        ViewCounts counts = findings.figures().views(day).stream()
                .filter(each -> each.id().equals(view.id()))
                .findFirst()
                .orElse(null);
        return counts == null
                ? new ViewDay(day, view.id(), run, verified, 0, 0)
                : new ViewDay(
                        day,
                        view.id(),
                        run,
                        verified,
                        counts.cells(),
                        counts.count().open());
    }

    /** Up to where every window of a view has its final pane, by view id. */
    private Map<String, Long> finalThrough() {
        Map<String, Long> through = new HashMap<>();
        for (View view : request.views().views()) {
            Long limit = findings.limits().panes(view.time());
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

    private static long beyondNamed(Database database) {
        return beyondNamed(database, "reconcile.faultCounts") + beyondNamed(database, "approximate.faultCounts");
    }

    private static long beyondNamed(Database database, String counts) {
        return database.row(counts, Map.of(), row -> {
            long beyond = 0;
            for (int column = 1; column <= 3; column++) {
                beyond += Math.max(0, row.getLong(column) - Faults.MOST_NAMED);
            }
            return beyond;
        });
    }

    private Summary.Run info() {
        double seconds = Math.max(0.001, (clock.millis() - startedMillis) / 1000.0);
        long rows = findings.days().stream()
                .mapToLong(day -> findings.figures().events(day).archived())
                .sum();
        return new Summary.Run(run, findings.engine(), seconds, Math.round(rows / seconds));
    }
}

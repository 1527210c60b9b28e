package dev.tidemark.batch.judge;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.reconcile.Reconciled;
import dev.tidemark.batch.report.EventCounts;
import dev.tidemark.batch.report.Figures;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.report.ViewCounts;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.stage.Staged;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.MissedRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Comes to the verdict of each day, and of the run. */
final class DayVerdicts {

    private final Reconciled reconciled;
    private final List<NightFault> allFaults;
    private final long faultsBeyondNamed;
    private final Figures figures;
    private final List<String> excused;

    /**
     * On what was found.
     *
     * @param allFaults all that are named
     * @param faultsBeyondNamed faults that were counted but not named
     * @param excused what differs and may be due to an accepted hole, in words
     */
    DayVerdicts(
            Reconciled reconciled,
            List<NightFault> allFaults,
            long faultsBeyondNamed,
            Figures figures,
            List<String> excused) {
        this.reconciled = reconciled;
        this.allFaults = allFaults;
        this.faultsBeyondNamed = faultsBeyondNamed;
        this.figures = figures;
        this.excused = List.copyOf(excused);
    }

    /** One day: its own faults, and those that concern no window. */
    Summary day(long day, Summary.RunFigures run) {
        List<NightFault> faults = allFaults.stream()
                .filter(fault -> fault.windowEnd() == null || ViewShape.dayOfEnd(fault.windowEnd()) == day)
                .toList();
        EventCounts events = figures.events(day);
        List<ViewCounts> views = figures.views(day);
        List<String> notes = new ArrayList<>(notes(events));
        notes.addAll(acceptance(figures.accepted(day)));
        List<MissedRange> missed = missed(day);
        missed.forEach(range -> notes.add(range.inWords()));
        return new Summary(
                BatchKeys.dayName(day),
                verdict(day, faults, views, notes),
                events,
                views,
                faults,
                faults.size(),
                notes,
                missed,
                run);
    }

    private List<MissedRange> missed(long day) {
        return reconciled.windows().decided().staged().allMissed().stream()
                .filter(range -> range.touches(day * ViewShape.DAY, (day + 1) * ViewShape.DAY))
                .toList();
    }

    /** All days together. */
    Summary run(List<Summary> days, Summary.RunFigures run) {
        EventCounts events =
                days.stream().map(Summary::events).reduce(EventCounts::plus).orElse(EventCounts.NONE);
        List<ViewCounts> views =
                Summary.merged(days.stream().map(Summary::views).toList());
        List<String> notes = new ArrayList<>(notes(events));
        Staged staged = reconciled.windows().decided().staged();
        notes.addAll(acceptance(reconciled.windows().days().stream()
                .mapToLong(figures::accepted)
                .sum()));
        // What this run has met is said, whatever days it computes.
        Set<MissedRange> missed = new LinkedHashSet<>(staged.missed());
        reconciled.windows().days().forEach(day -> missed.addAll(missed(day)));
        missed.forEach(range -> notes.add(range.inWords()));
        notes.addAll(excused);
        notes.addAll(staged.notes());
        if (!staged.unjournalled().isEmpty()) {
            notes.add(staged.unjournalled().size()
                    + " archive objects are in no journal entry and were not read, the first: "
                    + staged.unjournalled().get(0));
        }
        NightVerdict verdict = days.stream().map(Summary::verdict).reduce(NightVerdict.PASS, NightVerdict::and);
        if (!allFaults.isEmpty()) {
            verdict = verdict.and(NightVerdict.FAIL);
        }
        if (!notes.isEmpty()) {
            verdict = verdict.and(NightVerdict.WARN);
        }
        String title = days.get(0).title();
        String last = days.get(days.size() - 1).title();
        return new Summary(
                title.equals(last) ? title : title + " to " + last,
                verdict,
                events,
                views,
                allFaults,
                allFaults.size() + faultsBeyondNamed,
                notes,
                List.copyOf(missed),
                run);
    }

    /** What is not compared, and the holes that were accepted. */
    private List<String> acceptance(long windows) {
        List<String> notes = new ArrayList<>();
        if (windows > 0) {
            notes.add(windows
                    + " windows with their keys may have events of an accepted hole: they are not compared, and the"
                    + " stream's panes stay");
            notes.addAll(reconciled.windows().decided().staged().accepted().inWords());
        }
        return notes;
    }

    private NightVerdict verdict(long day, List<NightFault> faults, List<ViewCounts> views, List<String> notes) {
        boolean unexplained = views.stream().anyMatch(view -> view.wrongCells() > 0);
        if (unexplained || !faults.isEmpty()) {
            return NightVerdict.FAIL;
        }
        if (reconciled.expired().contains(day)) {
            return NightVerdict.NOT_COMPARABLE;
        }
        return notes.isEmpty() ? NightVerdict.PASS : NightVerdict.WARN;
    }

    private static List<String> notes(EventCounts events) {
        List<String> notes = new ArrayList<>();
        note(notes, events.quarantined(), "quarantined events");
        note(notes, events.skipped(), "events that the stream's source gave up");
        note(notes, events.collisions(), "events taken for duplicates because of equal fingerprints");
        return notes;
    }

    private static void note(List<String> notes, long number, String what) {
        if (number > 0) {
            notes.add(number + " " + what);
        }
    }
}

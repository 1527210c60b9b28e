package dev.tidemark.batch.night;

import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.report.DayFiles;
import dev.tidemark.batch.report.EventCounts;
import dev.tidemark.batch.report.NightVerdict;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.batch.report.ViewCounts;
import java.util.ArrayList;
import java.util.List;

/** Comes to the verdict of each day, and of the run. */
final class Judgement {

    private final Findings findings;
    private final long faultsBeyondNamed;

    /**
     * On these findings.
     *
     * @param faultsBeyondNamed faults that were counted but not named
     */
    Judgement(Findings findings, long faultsBeyondNamed) {
        this.findings = findings;
        this.faultsBeyondNamed = faultsBeyondNamed;
    }

    /** One day: its own faults, and those that concern no window. */
    Summary day(long day, Summary.Run run) {
        List<Fault> faults = findings.faults().stream()
                .filter(fault -> fault.windowEnd() == null || ViewShape.dayOfEnd(fault.windowEnd()) == day)
                .toList();
        EventCounts events = findings.figures().events(day);
        List<ViewCounts> views = findings.figures().views(day);
        List<String> notes = notes(events);
        return new Summary(
                DayFiles.name(day),
                verdict(day, faults, views, notes),
                events,
                views,
                faults,
                faults.size(),
                notes,
                run);
    }

    /** All days together. */
    Summary run(List<Summary> days, Summary.Run run) {
        EventCounts events =
                days.stream().map(Summary::events).reduce(EventCounts::plus).orElse(EventCounts.NONE);
        List<ViewCounts> views =
                Summary.merged(days.stream().map(Summary::views).toList());
        List<String> notes = new ArrayList<>(notes(events));
        notes.addAll(findings.staged().notes());
        if (!findings.staged().unjournalled().isEmpty()) {
            notes.add(findings.staged().unjournalled().size()
                    + " archive objects are in no journal entry and were not read, the first: "
                    + findings.staged().unjournalled().get(0));
        }
        NightVerdict verdict = days.stream().map(Summary::verdict).reduce(NightVerdict.PASS, NightVerdict::and);
        if (!findings.faults().isEmpty()) {
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
                findings.faults(),
                findings.faults().size() + faultsBeyondNamed,
                notes,
                run);
    }

    private NightVerdict verdict(long day, List<Fault> faults, List<ViewCounts> views, List<String> notes) {
        boolean unexplained = views.stream().anyMatch(view -> view.wrongCells() > 0);
        if (unexplained || !faults.isEmpty()) {
            return NightVerdict.FAIL;
        }
        if (findings.expired().contains(day)) {
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

package dev.tidemark.batch.report;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.domain.event.IsoInstant;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** NightVerdict, ledger and faults as lines of text. */
public final class Ledger {

    private static final int MOST_FAULTS = 20;

    private Ledger() {}

    /**
     * Of a run, as its command prints it.
     *
     * @param published what became of the run, in one sentence
     */
    public static String text(Summary summary, String published) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        print(summary, out);
        out.println(published);
        out.flush();
        return text.toString();
    }

    private static void print(Summary summary, PrintWriter out) {
        out.println(summary.title() + ": " + summary.verdict().wireName());
        out.println(summary.sentence());
        for (ViewCounts view : summary.views()) {
            out.println();
            out.println(view.name() + ": " + view.windows() + " windows, " + view.cells() + " with their keys");
            LedgerCounts count = view.count();
            line(out, "on time", count.streamOnTime());
            line(out, "stream, final", count.streamFinal());
            line(out, "− duplicate beyond the horizon", -count.duplicate());
            line(out, "+ beyond the lateness", count.lateBeyond());
            line(out, "+ quarantined", count.quarantined());
            line(out, "+ skipped", count.skipped());
            line(out, "+ not yet closed", count.open());
            line(out, "batch", count.batch());
            line(out, "unexplained", count.unexplained());
            summary.missed()
                    .forEach(range -> out.println("  beside it, number unknown: what arrived in " + range.shard()
                            + " from " + range.from() + " to " + range.to()));
            if (view.notCovered() > 0) {
                out.println(
                        "  not covered: " + view.notCovered()
                                + " windows with their keys have events from before the view was in force, of an accepted hole, or that have gone; they are not compared");
            }
            view.approximates()
                    .forEach(approximate -> out.printf(
                            Locale.ROOT,
                            "  %s: %,d results, %,d beyond their bound; error %.2f %% on average, %.2f %% at most%n",
                            approximate.aggregate(),
                            approximate.results(),
                            approximate.beyond(),
                            approximate.mean() * 100,
                            approximate.largest() * 100));
        }
        EventCounts events = summary.events();
        out.println();
        out.println(events.archived() + " events in the archive, " + events.unique() + " of them unique; repeated: "
                + events.duplicates().withinHorizon() + " within the horizon, "
                + events.duplicates().beyondHorizon() + " beyond"
                + (events.returned() == 0 ? "" : "; new again after uniqueFor: " + events.returned())
                + (events.inverted() == 0 ? "" : "; out of their device's order: " + events.inverted()));
        summary.faults().stream().limit(MOST_FAULTS).forEach(fault -> out.println(text(fault)));
        if (summary.faultCount() > MOST_FAULTS) {
            out.println("… and " + (summary.faultCount() - MOST_FAULTS) + " more faults");
        }
        summary.notes().forEach(note -> out.println("note: " + note));
        out.printf(
                "run %s on %s: %.1f s, %d events/s%n",
                summary.run().id(),
                summary.run().engine(),
                summary.run().seconds(),
                summary.run().rowsPerSecond());
    }

    private static void line(PrintWriter out, String name, long value) {
        out.printf("  %-32s %,15d%n", name, value);
    }

    private static String text(NightFault fault) {
        String window = fault.windowStart() == null || fault.windowEnd() == null
                ? ""
                : " window [" + IsoInstant.format(fault.windowStart()) + ".." + IsoInstant.format(fault.windowEnd())
                        + ")" + (fault.key() == null ? "" : " key '" + fault.key() + "'");
        return "fault: " + fault.kind().wireName() + ", " + fault.side().wireName() + " side"
                + (fault.view() == null ? "" : ", view " + fault.view()) + window + ": " + fault.object() + ": "
                + fault.detail();
    }
}

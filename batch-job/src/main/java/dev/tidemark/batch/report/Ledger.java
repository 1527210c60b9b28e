package dev.tidemark.batch.report;

import dev.tidemark.batch.fault.Fault;
import dev.tidemark.domain.event.IsoInstant;
import java.io.PrintStream;
import java.util.Locale;

/** NightVerdict, ledger and faults as lines of text. */
public final class Ledger {

    private static final int MOST_FAULTS = 20;

    private Ledger() {}

    /** Prints them. */
    public static void print(Summary summary, PrintStream out) {
        out.println(summary.title() + ": " + summary.verdict().wireName());
        out.println(summary.sentence());
        for (ViewCounts view : summary.views()) {
            out.println();
            out.println(view.name() + ": " + view.windows() + " windows, " + view.cells() + " with their keys");
            line(out, "on time", view.onTime());
            line(out, "stream, final", view.streamFinal());
            line(out, "− duplicate beyond the horizon", -view.duplicate());
            line(out, "+ beyond the lateness", view.lateBeyond());
            line(out, "+ quarantined", view.quarantined());
            line(out, "+ skipped", view.skipped());
            line(out, "+ not yet closed", view.open());
            line(out, "batch", view.batch());
            line(out, "unexplained", view.unexplained());
            if (view.notCovered() > 0) {
                out.println(
                        "  not covered: " + view.notCovered()
                                + " windows with their keys have events from before the view was in force; they are not compared");
            }
            view.approximates()
                    .forEach(counts -> out.printf(
                            Locale.ROOT,
                            "  %s: %,d results, %,d beyond their bound; error %.2f %% on average, %.2f %% at most%n",
                            counts.aggregate(),
                            counts.results(),
                            counts.beyond(),
                            counts.mean() * 100,
                            counts.largest() * 100));
        }
        EventCounts events = summary.events();
        out.println();
        out.println(events.archived() + " events in the archive, " + events.unique() + " of them unique; repeated: "
                + events.withinHorizon() + " within the horizon, " + events.beyondHorizon() + " beyond");
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

    private static void line(PrintStream out, String name, long value) {
        out.printf("  %-32s %,15d%n", name, value);
    }

    private static String text(Fault fault) {
        String window = fault.windowStart() == null || fault.windowEnd() == null
                ? ""
                : " window [" + IsoInstant.format(fault.windowStart()) + ".." + IsoInstant.format(fault.windowEnd())
                        + ")" + (fault.key() == null ? "" : " key '" + fault.key() + "'");
        return "fault: " + fault.kind().wireName() + ", " + fault.side().wireName() + " side"
                + (fault.view() == null ? "" : ", view " + fault.view()) + window + ": " + fault.object() + ": "
                + fault.detail();
    }
}

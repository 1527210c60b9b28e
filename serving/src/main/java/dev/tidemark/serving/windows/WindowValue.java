package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.window.Window;
import java.util.List;
import java.util.Map;

/**
 * What a window says of a key.
 *
 * @param view the view's name
 * @param window or session
 * @param key of the group
 * @param status how far the value is settled
 * @param source who says so
 * @param revision how many values were published of it before: 0 for the first
 * @param marks the watermarks at which panes of it fired, ascending; none where none has
 * @param total everything up to the last of them; of an open window what its cells hold now
 * @param approx what the sketches say, by result name; none for a correction, which has none
 */
public record WindowValue(
        String view,
        Window window,
        String key,
        ValueStatus status,
        Source source,
        int revision,
        List<Long> marks,
        Measures total,
        Map<String, Approximation> approx) {

    public WindowValue {
        marks = List.copyOf(marks);
        approx = Map.copyOf(approx);
    }

    /** How far a value is settled. */
    public enum ValueStatus {
        /** More may come on time: not published, or early. */
        OPEN("open"),
        /** Published as the watermark passed the window's end; late events may change it. */
        ON_TIME("onTime"),
        /** Published again because of late events, of which more may come. */
        LATE("late"),
        /** Nothing that comes changes what the stream says. */
        FINAL("final"),
        /**
         * It ends before the view's verified boundary, on a day that the published run has in its books. The batch has computed the
         * day from the archive and compared it; it stands by the value, or has given the one that is shown instead. The exception is
         * a window at an accepted hole, which nobody can compare: there the stream's value stays, and the day's report says so.
         */
        VERIFIED("verified"),
        /** In a reading of panes: withdrawn, with count and sum negative. */
        RETRACTED("retracted");

        private final String wireName;

        ValueStatus(String wireName) {
            this.wireName = wireName;
        }

        /** As it is written. */
        public String wireName() {
            return wireName;
        }
    }

    /** Who says it. */
    public enum Source {
        /** A pane, or cells. */
        STREAM("stream"),
        /** The batch, and the stream said something else, or nothing. */
        CORRECTION("correction");

        private final String wireName;

        Source(String wireName) {
            this.wireName = wireName;
        }

        /** As it is written. */
        public String wireName() {
            return wireName;
        }
    }

    /** One row of a reading of panes. */
    public static WindowValue of(WindowRow row) {
        ValueStatus status =
                switch (row.status()) {
                    case OPEN, EARLY -> ValueStatus.OPEN;
                    case ON_TIME -> ValueStatus.ON_TIME;
                    case LATE -> ValueStatus.LATE;
                    case RETRACTED -> ValueStatus.RETRACTED;
                };
        return new WindowValue(
                row.view(),
                row.window(),
                row.key(),
                row.isFinal() ? ValueStatus.FINAL : status,
                Source.STREAM,
                row.index(),
                row.status() == WindowRow.RowStatus.OPEN ? List.of() : List.of(row.markMillis()),
                row.total(),
                row.approx());
    }

    /** -1 for what is withdrawn, else 1: count and sum times this add up over rows. */
    int sign() {
        return status == ValueStatus.RETRACTED ? -1 : 1;
    }

    WindowValue verified() {
        return new WindowValue(view, window, key, ValueStatus.VERIFIED, source, revision, marks, total, approx);
    }
}

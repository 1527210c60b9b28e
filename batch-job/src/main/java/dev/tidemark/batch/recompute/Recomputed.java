package dev.tidemark.batch.recompute;

import dev.tidemark.batch.decide.Decided;
import dev.tidemark.batch.shape.Shapes;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What came of computing the windows of the days again. */
public sealed interface Recomputed {

    /** There is not a day to compute. */
    record Nothing() implements Recomputed {}

    /**
     * The windows of some days.
     *
     * @param decided what they were computed on
     * @param days numbers since the epoch, one or more
     * @param shapes of the views, reaching as far back as the days need
     * @param eventDays the days of event time that their windows may have an event of
     * @param events what reads the files with the events of the days; empty where there are none
     * @param records what reads the records that the days have something of
     */
    record Windows(
            Decided decided,
            NavigableSet<Long> days,
            Shapes shapes,
            NavigableSet<Long> eventDays,
            String events,
            String records)
            implements Recomputed {

        public Windows {
            days = Collections.unmodifiableNavigableSet(new TreeSet<>(days));
            eventDays = Collections.unmodifiableNavigableSet(new TreeSet<>(eventDays));
        }
    }
}

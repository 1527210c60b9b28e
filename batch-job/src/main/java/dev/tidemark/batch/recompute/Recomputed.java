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
     * @param events what reads the files with the events of the days; empty where there are none
     * @param records what reads the records of all runs
     */
    record Windows(Decided decided, NavigableSet<Long> days, Shapes shapes, String events, String records)
            implements Recomputed {

        public Windows {
            days = Collections.unmodifiableNavigableSet(new TreeSet<>(days));
        }
    }
}

package dev.tidemark.domain.view;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;

/** How a view cuts its time into windows, all of them half-open: {@code [start, end)}. */
public sealed interface WindowSpec {

    /**
     * The longest time from the first event of a cell to the end of a window that it is in. Sessions are published two gaps
     * after the bucket of their last event, however long they are.
     */
    Duration longest();

    /**
     * Windows of one size, side by side, aligned to the epoch plus an offset.
     *
     * @param size {@code > 0}
     * @param offset {@code 0 <= offset < size}
     */
    record Fixed(Duration size, Duration offset) implements WindowSpec {
        public Fixed {
            requirePositive("fixed", size);
            if (offset.isNegative() || offset.compareTo(size) >= 0) {
                throw new IllegalArgumentException(
                        "0 <= offset < fixed does not hold: offset is " + offset + ", fixed is " + size);
            }
        }

        @Override
        public Duration longest() {
            return size;
        }
    }

    /**
     * Windows of one size, one starting at every step.
     *
     * @param size {@code > 0}
     * @param every {@code 0 < every <= size}
     * @param offset {@code 0 <= offset < every}
     */
    record Sliding(Duration size, Duration every, Duration offset) implements WindowSpec {
        public Sliding {
            requirePositive("sliding", size);
            requirePositive("every", every);
            if (every.compareTo(size) > 0) {
                throw new IllegalArgumentException(
                        "every <= sliding does not hold: every is " + every + ", sliding is " + size);
            }
            if (offset.isNegative() || offset.compareTo(every) >= 0) {
                throw new IllegalArgumentException(
                        "0 <= offset < every does not hold: offset is " + offset + ", every is " + every);
            }
        }

        @Override
        public Duration longest() {
            return size;
        }
    }

    /**
     * Runs of one device's events, parted by silence.
     *
     * @param gap {@code > 0}
     * @param boundary whether events exactly one gap apart are one session
     */
    record Session(Duration gap, Boundary boundary) implements WindowSpec {
        public Session {
            requirePositive("session", gap);
        }

        @Override
        public Duration longest() {
            return gap.multipliedBy(3);
        }
    }

    /** Whether two events exactly one gap apart belong together. */
    enum Boundary {
        /** They do not (Apache Beam). */
        EXCLUSIVE,
        /** They do (Apache Flink, Kafka Streams). */
        INCLUSIVE
    }

    /** Days, weeks or months as a wall calendar has them, in a time zone. */
    record Calendar(Unit unit, DayOfWeek weekStart, ZoneId zone) implements WindowSpec {

        @Override
        public Duration longest() {
            return unit.longest();
        }
    }

    /** The length of a calendar window. */
    enum Unit {
        DAY(1),
        WEEK(7),
        MONTH(31);

        private final int mostDays;

        Unit(int mostDays) {
            this.mostDays = mostDays;
        }

        /** The longest that one takes; clocks are put back by an hour once a year, seldom by more. */
        Duration longest() {
            return Duration.ofDays(mostDays).plusHours(1);
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " > 0 does not hold: it is " + duration);
        }
    }
}

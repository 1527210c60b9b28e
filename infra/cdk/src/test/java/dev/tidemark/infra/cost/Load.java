package dev.tidemark.infra.cost;

/**
 * A steady load, as the three rates: events of 250 bytes, ten to a request, one view of one-minute windows that
 * every event matches, with 100 keys.
 *
 * @param eventsPerSecond rate, {@code > 0}; 0 for a platform that waits
 */
public record Load(double eventsPerSecond) {

    static final int EVENTS_A_REQUEST = 10;
    static final int KEYS = 100;

    /** An event in the log, and what a record has beside its events. */
    private static final int EVENT_BYTES = 250;

    private static final int RECORD_BYTES = 300;

    static final double SECONDS_A_MONTH = 730 * 3_600;
    static final double MINUTES_A_MONTH = 730 * 60;
    static final double DAYS_A_MONTH = 730 / 24.0;
    static final double GB = 1e9;

    public Load {
        if (!(eventsPerSecond >= 0)) {
            throw new IllegalArgumentException("eventsPerSecond >= 0: " + eventsPerSecond);
        }
    }

    double eventsAMonth() {
        return eventsPerSecond * SECONDS_A_MONTH;
    }

    /** One request is one envelope, and one envelope one record. */
    double recordsPerSecond() {
        return eventsPerSecond / EVENTS_A_REQUEST;
    }

    static int recordBytes() {
        return EVENTS_A_REQUEST * EVENT_BYTES + RECORD_BYTES;
    }

    double logGbAMonth() {
        return recordsPerSecond() * SECONDS_A_MONTH * recordBytes() / GB;
    }

    /**
     * How many of so many equally likely things are met when drawing that often: {@code n(1 − (1 − 1/n)^draws)}.
     *
     * @param draws a number or an average of draws
     */
    static double distinct(int things, double draws) {
        return things * (1 - Math.pow(1 - 1.0 / things, draws));
    }
}

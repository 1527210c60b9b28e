package dev.tidemark.domain.event;

/**
 * How far a device's clock stands behind the server's, as far as one request tells.
 *
 * @param basis where the offset comes from
 * @param offsetMillis to be added to the device's time to get the server's; 0 for {@link Basis#NONE}
 * @param boundMillis for {@link Basis#EXCHANGE}, the largest error of the offset, half the round trip; else 0
 */
public record ClockOffset(Basis basis, long offsetMillis, long boundMillis) {

    /** Where an offset comes from. */
    public enum Basis {
        /** Neither {@code sentAt} nor a clock exchange was sent. */
        NONE("none"),
        /** One request: {@code receivedAt − sentAt}, transit included. */
        ONE_WAY("one-way"),
        /** Four stamps of an earlier request and its answer. */
        EXCHANGE("exchange");

        private final String wireName;

        Basis(String wireName) {
            this.wireName = wireName;
        }

        /** The name in log records and answers. */
        public String wireName() {
            return wireName;
        }
    }

    private static final ClockOffset NONE = new ClockOffset(Basis.NONE, 0, 0);

    public ClockOffset {
        if (basis == Basis.NONE && offsetMillis != 0) {
            throw new IllegalArgumentException("an offset without a basis: offsetMs is " + offsetMillis);
        }
        if (boundMillis < 0 || (basis != Basis.EXCHANGE && boundMillis != 0)) {
            throw new IllegalArgumentException("boundMs >= 0, and 0 but for an exchange, does not hold: it is "
                    + boundMillis + " for " + basis.wireName());
        }
    }

    /** No offset: the request had no readable {@code sentAt}. */
    public static ClockOffset none() {
        return NONE;
    }

    /** {@code receivedAt − sentAt}, both in milliseconds since the epoch. */
    public static ClockOffset oneWay(long sentAtMillis, long receivedAtMillis) {
        return new ClockOffset(Basis.ONE_WAY, receivedAtMillis - sentAtMillis, 0);
    }

    /**
     * The offset of a full exchange, {@code ((t1 − t0) + (t2 − t3)) / 2} rounded down, with the bound
     * {@code ((t3 − t0) − (t2 − t1)) / 2} rounded up (RFC 5905, section 8).
     *
     * @param sentAt t0, the device's clock when it sent the request
     * @param receivedAt t1, the server's clock when it saw it
     * @param respondedAt t2, the server's clock when it answered
     * @param gotAt t3, the device's clock when it had the answer
     * @throws IllegalArgumentException if a clock runs backwards or the round trip is negative
     */
    public static ClockOffset exchange(long sentAt, long receivedAt, long respondedAt, long gotAt) {
        long roundTrip = (gotAt - sentAt) - (respondedAt - receivedAt);
        if (gotAt < sentAt || respondedAt < receivedAt || roundTrip < 0) {
            throw new IllegalArgumentException("not an exchange: 0 <= respondedAt - receivedAt <= gotAt - sentAt"
                    + " does not hold for " + sentAt + ", " + receivedAt + ", " + respondedAt + ", " + gotAt);
        }
        long offset = Math.floorDiv((receivedAt - sentAt) + (respondedAt - gotAt), 2L);
        return new ClockOffset(Basis.EXCHANGE, offset, roundTrip - Math.floorDiv(roundTrip, 2L));
    }
}

package dev.tidemark.client;

/**
 * Two stamps of a device's clock around two of the server's, all in milliseconds since the epoch: they tell how far the
 * device's clock is off, and how far at most that is wrong (RFC 5905, section 8).
 */
final class ClockExchange {

    final long sentAt;
    final long receivedAt;
    final long respondedAt;
    final long gotAt;

    /**
     * An exchange.
     *
     * @throws IllegalArgumentException if a clock runs backwards or the server took longer than the whole round trip
     */
    ClockExchange(long sentAt, long receivedAt, long respondedAt, long gotAt) {
        if (gotAt < sentAt || respondedAt < receivedAt || respondedAt - receivedAt > gotAt - sentAt) {
            throw new IllegalArgumentException("0 <= respondedAt - receivedAt <= gotAt - sentAt does not hold: "
                    + sentAt + ", " + receivedAt + ", " + respondedAt + ", " + gotAt);
        }
        this.sentAt = sentAt;
        this.receivedAt = receivedAt;
        this.respondedAt = respondedAt;
        this.gotAt = gotAt;
    }

    /** What has to be added to the device's time to get the server's. */
    long offsetMillis() {
        return Math.floorDiv((receivedAt - sentAt) + (respondedAt - gotAt), 2L);
    }

    /** The largest error of the offset: half the round trip. */
    long boundMillis() {
        long roundTrip = (gotAt - sentAt) - (respondedAt - receivedAt);
        return roundTrip - Math.floorDiv(roundTrip, 2L);
    }

    /** As it is stored. */
    String toText() {
        return sentAt + " " + receivedAt + " " + respondedAt + " " + gotAt;
    }

    /**
     * What {@link #toText} gave.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static ClockExchange ofText(String text) {
        String[] stamps = text.split(" ", -1);
        if (stamps.length != 4) {
            throw new IllegalArgumentException("not four stamps: " + text);
        }
        return new ClockExchange(
                Long.parseLong(stamps[0]),
                Long.parseLong(stamps[1]),
                Long.parseLong(stamps[2]),
                Long.parseLong(stamps[3]));
    }
}

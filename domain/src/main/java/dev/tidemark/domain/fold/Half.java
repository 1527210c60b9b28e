package dev.tidemark.domain.fold;

import java.util.Map;

/**
 * An event as a join sees it: one half of pairs, waiting for others.
 *
 * @param side of the join
 * @param deviceId whose event it is; both halves of a pair are one device's
 * @param on the text that both halves of a pair have
 * @param timeMillis event time
 * @param sequence padded sequence number of its record
 * @param position of the event in its record, from 0
 * @param watermarkMillis the event watermark that its record met, or {@code Watermarks.UNKNOWN}
 * @param valueMicros of the event, or {@code Micros.NONE}
 * @param attributes texts of those that the view looks at
 */
public record Half(
        JoinSide side,
        String deviceId,
        String on,
        long timeMillis,
        String sequence,
        int position,
        long watermarkMillis,
        long valueMicros,
        Map<String, String> attributes) {

    public Half {
        attributes = Map.copyOf(attributes);
    }

    /** What both halves of a pair share. */
    record Meeting(String deviceId, String on) {}

    Meeting meeting() {
        return new Meeting(deviceId, on);
    }

    /**
     * Whether this half, which comes later in the log, makes a pair with a waiting one of the same meeting: they are of
     * different sides, at most {@code within} apart, and the first was not collected when this one's record came.
     */
    boolean completes(Half first, long withinMillis) {
        return side != first.side
                && Math.abs(timeMillis - first.timeMillis) <= withinMillis
                && watermarkMillis <= first.timeMillis + withinMillis;
    }
}

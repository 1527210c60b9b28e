package dev.tidemark.domain.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which branch of the correction gave an event its time; kept with the event for ever. */
public enum TimeQuality {
    /** No readable {@code sentAt}: the device's own time, as it is. */
    UNCORRECTED,
    /** No {@code occurredAt}: the time the server saw the request. */
    ASSUMED,
    /** {@code sentAt} before {@code occurredAt}, which no clock explains: the time the server saw the request. */
    INCONSISTENT,
    /** The device's clock agrees with the server's within what transit explains: the device's own time. */
    TRUSTED,
    /** The device's clock is off: its time, moved by the offset. */
    CORRECTED,
    /** The result would be later than the request itself: the time the server saw the request. */
    CLAMPED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in log records: the constant in lower case. */
    public String wireName() {
        return wireName;
    }

    /** The quality of that wire name, or null where there is none. */
    public static @Nullable TimeQuality ofWireName(String name) {
        for (TimeQuality quality : values()) {
            if (quality.wireName.equals(name)) {
                return quality;
            }
        }
        return null;
    }
}

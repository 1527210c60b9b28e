package dev.tidemark.local.verify;

import java.util.Map;
import java.util.TreeMap;

/** The alarms of a stage. */
public sealed interface AlarmStates {

    /**
     * They were looked at.
     *
     * @param byName {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}, by the alarm's name without the stage's prefix
     */
    record Seen(Map<String, String> byName) implements AlarmStates {
        public Seen {
            byName = Map.copyOf(new TreeMap<>(byName));
        }
    }

    /** They were not, and why. */
    record AlarmsUnknown(String why) implements AlarmStates {}
}

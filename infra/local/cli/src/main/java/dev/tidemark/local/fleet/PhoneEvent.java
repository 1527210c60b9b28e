package dev.tidemark.local.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened on a phone.
 *
 * @param happenedAtMillis in true time, milliseconds since the epoch; the phone's own clock may say otherwise
 * @param value a plain decimal
 */
record PhoneEvent(String id, String type, long happenedAtMillis, String value, SortedMap<String, String> attributes) {

    /** Attributes in the order of their names: a map without an order would make two fleets of one seed differ. */
    PhoneEvent(String id, String type, long happenedAtMillis, String value, Map<String, String> attributes) {
        this(id, type, happenedAtMillis, value, Collections.unmodifiableSortedMap(new TreeMap<>(attributes)));
    }
}

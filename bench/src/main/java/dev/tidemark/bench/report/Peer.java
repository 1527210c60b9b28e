package dev.tidemark.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of those that were measured.
 *
 * @param name of it
 * @param what it is, and how it is configured
 * @param measures by name and unit, in the order of the table's columns
 */
public record Peer(String name, String what, Map<String, Samples> measures) {

    public Peer {
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }
}

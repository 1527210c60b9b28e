package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.lambda.FunctionStats;
import dev.tidemark.local.runtime.mapping.MappingStats;
import java.util.Map;

/**
 * What a platform has done since it started.
 *
 * @param mappings by name: {@code window}, {@code archive}
 * @param functions by name: {@code ingest}, {@code window}, {@code archive}, {@code tick}, {@code query}
 */
public record Stats(Map<String, MappingStats> mappings, Map<String, FunctionStats> functions) {

    public Stats {
        mappings = Map.copyOf(mappings);
        functions = Map.copyOf(functions);
    }
}

package dev.tidemark.simulation.account;

import dev.tidemark.platform.Table;
import java.util.Arrays;
import java.util.List;

/** What things are called in the simulated account. */
final class StageNames {

    static final String PREFIX = "tidemark-sim";
    static final String STREAM = PREFIX + "-events";
    static final String BUCKET = PREFIX + "-archive";

    private StageNames() {}

    static String of(Table table) {
        return table.nameIn(PREFIX);
    }

    static List<String> tables() {
        return Arrays.stream(Table.values()).map(StageNames::of).toList();
    }
}

package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.IsoInstant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names are a contract: whoever changes one must change docs/platform.md and this test with it. */
class PlatformNamesTest {

    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00Z");

    @Test
    void keysOfObjectsAreThoseOfTheTable() {
        assertThat(ObjectKeys.archive(NOON, "s", "01", "02"))
                .isEqualTo("archive/arrival=2026-11-22T12/shard=s/01-02.ndjson.gz");
        assertThat(ObjectKeys.arrivalHour("archive/arrival=2026-11-22T12/shard=s/01-02.ndjson.gz"))
                .isEqualTo(NOON);
        assertThat(ObjectKeys.quarantine("s", "01")).isEqualTo("quarantine/s/01.json");
    }

    @Test
    void variablesOfTablesAreNamedAfterThem() {
        assertThat(List.of(Table.values()))
                .extracting(Environment::table)
                .containsExactly(
                        "TIDEMARK_TABLE_WINDOWS",
                        "TIDEMARK_TABLE_CELLS",
                        "TIDEMARK_TABLE_JOURNAL",
                        "TIDEMARK_TABLE_CORRECTIONS",
                        "TIDEMARK_TABLE_JOINS");
        assertThat(Table.CELLS.nameIn("tidemark")).isEqualTo("tidemark-cells");
    }
}

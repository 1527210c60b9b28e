package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The name of a run sorts behind that of the run that it goes on from. */
class RunIdsTest {

    @ParameterizedTest
    @CsvSource({
        "20261122T023000Z-ffffffff, 2026-11-23T02:30:00.500Z, 20261123T023000Z",
        // The clock was set back, or both began in one second.
        "20261122T023000Z-ffffffff, 2026-11-21T02:30:00Z, 20261122T023001Z",
        "20261122T023000Z-ffffffff, 2026-11-22T02:30:00.900Z, 20261122T023001Z",
        "20261231T235959Z-00000000, 2026-12-31T23:59:59Z, 20270101T000000Z",
        // Named otherwise.
        "run-7, 2026-11-21T02:30:00Z, 20261121T023000Z",
        "a-run-with-a-longer-name, 2026-11-21T02:30:00Z, 20261121T023000Z",
    })
    void behindThePublishedOne(String published, String now, String stamp) {
        String id = RunIds.after(Optional.of(published), Instant.parse(now), new Random(1));

        assertThat(id).matches(stamp + "-[0-9a-f]{8}");
    }

    @Test
    void theFirstOneIsNamedByItsSecond() {
        assertThat(RunIds.after(Optional.empty(), Instant.parse("2026-11-22T02:30:00Z"), new Random(1)))
                .startsWith("20261122T023000Z-");
    }
}

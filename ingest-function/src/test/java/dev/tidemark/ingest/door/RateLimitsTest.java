package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.IngestConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often a key may send: two requests at once, and the next after some minutes. */
class RateLimitsTest {

    private final IngestConfig config = new SmallRyeConfigBuilder()
            .withMapping(IngestConfig.class)
            .withDefaultValues(Map.of(
                    "tidemark.stream", "events",
                    "tidemark.api-key-hashes",
                            "25bf8e1a2393f1108d37029b3df5593236c755742ec93465bbafa9b290bddcf6,"
                                    + "16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4",
                    "tidemark.limits.key-per-second", "0.002",
                    "tidemark.limits.burst-seconds", "1000"))
            .build()
            .getConfigMapping(IngestConfig.class);
    private final ApiKeys keys = new ApiKeys(config, new RateLimits(config));

    @Test
    void aKeyThatSendsTooOftenIsToldToWaitAndNoOtherIs() {
        assertThat(asked("local")).isEqualTo(200);
        assertThat(asked("local")).isEqualTo(200);
        assertThat(asked("local")).isEqualTo(429);
        assertThat(asked("second")).isEqualTo(200);
    }

    @Test
    void whoGuessesKeysTakesNoneOfTheirRequests() {
        for (int i = 0; i < 10; i++) {
            assertThat(asked("guess")).isEqualTo(401);
        }
        assertThat(asked("local")).isEqualTo(200);
    }

    private int asked(String key) {
        try {
            keys.require(Optional.of(key));
            return 200;
        } catch (ProblemException e) {
            return Answer.of(e.problem()).status();
        }
    }
}

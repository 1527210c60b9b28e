package dev.tidemark.query;

import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** It is always twenty minutes past noon of the day that {@link StackForTests} has, so no minute ends between two questions. */
class ClockForTests {

    static final Instant NOW = Instant.parse("2026-11-20T12:20:30Z");

    @Mock
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.fixed(NOW);
    }
}

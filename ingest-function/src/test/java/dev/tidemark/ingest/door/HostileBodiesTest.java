package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.Acknowledged;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random bodies, valid, mutated and hostile, of all protocols in all encodings. None is answered with a 5xx, none hangs,
 * both ways of running say the same, and the log has the events that were receipted and no others. What they take
 * of memory is measured at the packaged server ({@link HostileBodiesIT}).
 */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class HostileBodiesTest {

    @Inject
    PlainServer server;

    @Inject
    Bodies bodies;

    @Inject
    MeterRegistry registry;

    Log log;

    @Test
    void someBothWays() throws Exception {
        tryAll(1, 800, List.of(Way.server(server), Way.function()));
    }

    @Test
    @Tag("thorough")
    void twentyThousandBothWays() throws Exception {
        tryAll(2, 20_000, List.of(Way.server(server), Way.function()));
    }

    private void tryAll(int seed, int count, List<Way> ways) throws Exception {
        long room = bodies.bytesLeft();
        long acceptedBefore = accepted();
        Map<String, Integer> loggedBefore = log.events();
        Acknowledged acknowledged = HostileBodies.tryAll(seed, count, ways);
        assertThat(acknowledged.events())
                .as("some are good, or this would prove nothing")
                .isGreaterThan(count / 4);
        assertThat(accepted() - acceptedBefore).isEqualTo(acknowledged.events());
        acknowledged.assertAreWhatCame(loggedBefore, log.events());
        assertThat(bodies.bytesLeft()).as("all room is given back").isEqualTo(room);
    }

    /** Events accepted, by the counter that answers are counted with. */
    private long accepted() {
        return (long) registry.get("tidemark.events")
                .tag("verdict", "accepted")
                .counter()
                .count();
    }
}

package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random bodies, valid, mutated and hostile, of all protocols in all encodings. None is answered with a 5xx, none hangs,
 * both ways of running say the same, and the log has exactly as many events as the answers have accepted. What they take
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
        long loggedBefore = logged();
        HostileBodies.tryAll(seed, count, ways);
        long accepted = accepted() - acceptedBefore;
        assertThat(accepted).as("some are good, or this would prove nothing").isGreaterThan(count / 4);
        assertThat(logged() - loggedBefore).isEqualTo(accepted);
        assertThat(bodies.bytesLeft()).as("all room is given back").isEqualTo(room);
    }

    /** Events accepted, by the counter that answers are counted with. */
    private long accepted() {
        return (long) registry.get("tidemark.events")
                .tag("verdict", "accepted")
                .counter()
                .count();
    }

    private long logged() {
        return log.where(device -> true).stream()
                .flatMap(record -> record.envelopes().stream())
                .mapToLong(envelope -> envelope.events().size())
                .sum();
    }
}

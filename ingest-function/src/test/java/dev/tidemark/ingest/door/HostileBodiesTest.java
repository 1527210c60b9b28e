package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random bodies, valid, mutated and hostile, of all protocols in all encodings. None is answered with a 5xx, none hangs,
 * both ways of running say the same, and the log has exactly as many events as the answers have accepted.
 */
@QuarkusTest
@QuarkusTestResource(KinesisForTests.class)
class HostileBodiesTest {

    private static final int THREADS = 8;
    private static final long MOST_MEMORY = 512L << 20;

    @Inject
    PlainServer server;

    @Inject
    Bodies bodies;

    @Inject
    MeterRegistry registry;

    Log log;

    @Test
    void someBothWays() throws Exception {
        tryAll(1, 1_000, List.of(Way.server(server), Way.function()));
    }

    @Test
    @Tag("thorough")
    void twentyThousandBothWays() throws Exception {
        tryAll(2, 20_000, List.of(Way.server(server), Way.function()));
    }

    @Test
    @Tag("thorough")
    void aHundredThousandAtTheServer() throws Exception {
        tryAll(3, 100_000, List.of(Way.server(server)));
        assertThat(mostMemory()).isLessThan(MOST_MEMORY);
    }

    private void tryAll(int seed, int count, List<Way> ways) throws Exception {
        long room = bodies.bytesLeft();
        long acceptedBefore = accepted();
        long loggedBefore = logged();
        List<Callable<Void>> parts = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            HostileBodies hostile = new HostileBodies(1_000L * seed + thread, "hostile-" + thread + "-");
            parts.add(() -> {
                for (int i = 0; i < count / THREADS; i++) {
                    tryOne(hostile.next(), ways);
                }
                return null;
            });
        }
        runAll(parts);
        long accepted = accepted() - acceptedBefore;
        assertThat(accepted).as("some are good, or this would prove nothing").isGreaterThan(count / 4);
        assertThat(logged() - loggedBefore).isEqualTo(accepted);
        assertThat(bodies.bytesLeft()).as("all room is given back").isEqualTo(room);
    }

    private static void tryOne(Way.Sent sent, List<Way> ways) throws Exception {
        Map<String, String> first = null;
        for (Way way : ways) {
            Way.Reply reply = way.send(sent);
            assertThat(reply.status())
                    .as("%s: %s", described(sent), reply.body())
                    .isBetween(200, 499);
            if (first == null) {
                first = reply.comparable("no device");
            } else {
                assertThat(reply.comparable("no device"))
                        .as("%s", described(sent))
                        .isEqualTo(first);
            }
        }
    }

    private static String described(Way.Sent sent) {
        return sent.path() + " " + sent.headers() + " "
                + Base64.getEncoder().encodeToString(Arrays.copyOf(sent.body(), Math.min(4_000, sent.body().length)));
    }

    private static void runAll(List<Callable<Void>> parts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Void> part : threads.invokeAll(parts, 10, TimeUnit.MINUTES)) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
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

    /** The most that was in use after a collection. */
    private static long mostMemory() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}

package dev.tidemark.simulation.account;

import dev.tidemark.simulation.lambda.SimulatedInstance;
import dev.tidemark.simulation.timeline.Gate;
import dev.tidemark.simulation.timeline.Timeline;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The way of an instance's calls: they take a few milliseconds, and with them comes whatever {@link Unrest} has in store. */
final class InstanceGate implements Gate {

    private static final long SHORTEST_MICROS = 500;
    private static final long LONGEST_MICROS = 6_000;
    private static final long LATEST_LANDING_MICROS = 60_000_000L;
    private static final long SHORTEST_FREEZE_MICROS = 10_000_000L;
    private static final long LONGEST_FREEZE_MICROS = 900_000_000L;

    private final Timeline timeline;
    private final SplittableRandom random;
    private final SimulatedInstance instance;
    private final Supplier<Unrest> unrest;
    private final Set<String> down;
    private final Trace trace;

    /**
     * A gate.
     *
     * @param unrest as it is now
     * @param down services that are out now
     */
    InstanceGate(
            Timeline timeline,
            SplittableRandom random,
            SimulatedInstance instance,
            Supplier<Unrest> unrest,
            Set<String> down,
            Trace trace) {
        this.timeline = timeline;
        this.random = random;
        this.instance = instance;
        this.unrest = unrest;
        this.down = down;
        this.trace = trace;
    }

    @Override
    public <T> T call(String service, String operation, Supplier<T> deed) {
        if (!timeline.isStrand()) {
            // A helper that the instance waits for: the batch fetches objects so.
            return deed.get();
        }
        trace.add(timeline.millis(), instance, operation);
        timeline.pause(latency());
        if (down.contains(service)) {
            throw failed(service + " is down");
        }
        Unrest now = unrest.get();
        double fate = random.nextDouble();
        fate -= now.failing();
        if (fate < 0) {
            throw failed(service + " has failed");
        }
        fate -= now.losing();
        if (fate < 0) {
            return losing(service, deed);
        }
        fate -= now.dying();
        if (fate < 0) {
            dying(deed);
        } else {
            fate -= now.freezing();
            if (fate < 0) {
                instance.giveUp();
                timeline.pause(random.nextLong(SHORTEST_FREEZE_MICROS, LONGEST_FREEZE_MICROS));
            }
        }
        T answer = deed.get();
        timeline.pause(latency());
        return answer;
    }

    /** The SDK tries again by itself, so that most lost answers come to light as a second deed. */
    private <T> T losing(String service, Supplier<T> deed) {
        quietly(deed);
        timeline.pause(latency());
        if (random.nextInt(3) > 0) {
            return deed.get();
        }
        throw failed("the answer of " + service + " was lost");
    }

    private void dying(Supplier<?> deed) {
        if (random.nextBoolean()) {
            timeline.after(random.nextLong(LATEST_LANDING_MICROS), () -> quietly(deed));
        }
        instance.kill();
        timeline.pause(0);
    }

    private static void quietly(Supplier<?> deed) {
        try {
            var unused = deed.get();
        } catch (RuntimeException e) {
            // The instance was killed, so no caller receives the answer.
            return;
        }
    }

    private long latency() {
        return random.nextLong(SHORTEST_MICROS, LONGEST_MICROS);
    }

    private static SdkClientException failed(String message) {
        return SdkClientException.create(message);
    }
}

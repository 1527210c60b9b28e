package dev.tidemark.local.chaos;

import dev.tidemark.local.runtime.fault.FaultPlan;
import dev.tidemark.local.runtime.fault.StoreFault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Faults of DynamoDB by the number of the request, one among so many, each kind as often as the others until it has been
 * there often enough. All kinds but one befall any request; a late or unanswered one is always a write, which is what it
 * is there for.
 */
final class SeededFaults implements FaultPlan {

    private static final int SHORTEST_GAP = 15;
    private static final int LONGEST_GAP = 90;
    private static final int MOST_OF_A_KIND = 200;

    /** Each holds up its shard for the seconds that the caller waits, so there are fewer of them than of other kinds. */
    private static final int MOST_LATE = 10;

    private final Random random;
    private final List<StoreFault> round = new ArrayList<>();
    private final Map<StoreFault, Integer> given = new EnumMap<>(StoreFault.class);
    private int untilNext;
    private @Nullable StoreFault next;

    SeededFaults(long seed) {
        this.random = new Random(seed);
        draw();
    }

    @Override
    public @Nullable StoreFault next(String operation) {
        if (untilNext > 0) {
            untilNext--;
            return null;
        }
        StoreFault fault = next;
        if (fault == null || needsWrite(fault) && !isWrite(operation)) {
            return null;
        }
        given.merge(fault, 1, Integer::sum);
        draw();
        return fault;
    }

    private void draw() {
        untilNext = SHORTEST_GAP + random.nextInt(LONGEST_GAP - SHORTEST_GAP);
        if (round.isEmpty()) {
            for (StoreFault fault : StoreFault.values()) {
                int most = fault == StoreFault.DONE_LATE ? MOST_LATE : MOST_OF_A_KIND;
                if (given.getOrDefault(fault, 0) < most) {
                    round.add(fault);
                }
            }
            Collections.shuffle(round, random);
        }
        next = round.isEmpty() ? null : round.remove(round.size() - 1);
    }

    private static boolean needsWrite(StoreFault fault) {
        return fault == StoreFault.ANSWER_LOST || fault == StoreFault.DONE_LATE;
    }

    private static boolean isWrite(String operation) {
        return operation.startsWith("Put") || operation.startsWith("Update") || operation.startsWith("BatchWrite");
    }
}

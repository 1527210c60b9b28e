package dev.tidemark.window.exactlyonce;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What may happen to a call of a store: it fails before it is done, it is done and its answer is lost, or its caller dies
 * and it is done much later.
 */
final class Faults {

    /** A call that failed as far as its caller can tell. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String what) {
            super(what, null, false, false);
        }
    }

    static final Faults NONE = new Faults(new Random(0), 0);

    private final Random random;
    private final double rate;
    private final List<Supplier<?>> zombies = new ArrayList<>();
    int injected;

    Faults(Random random, double rate) {
        this.random = random;
        this.rate = rate;
    }

    <T> T around(String what, Supplier<T> call) {
        if (rate == 0 || random.nextDouble() >= rate) {
            return call.get();
        }
        injected++;
        switch (random.nextInt(3)) {
            case 0 -> throw new Failed(what + " failed");
            case 1 -> {
                call.get();
                throw new Failed(what + " was done, its answer was lost");
            }
            default -> {
                zombies.add(call);
                throw new Failed(what + " will be done later");
            }
        }
    }

    /** Lets one of the dead callers' calls land. */
    void landOne() {
        if (!zombies.isEmpty()) {
            zombies.remove(random.nextInt(zombies.size())).get();
        }
    }

    /** Lets all of them land. */
    void landAll() {
        while (!zombies.isEmpty()) {
            landOne();
        }
    }
}

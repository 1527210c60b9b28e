package dev.tidemark.local.runtime.lambda;

import java.util.concurrent.ThreadLocalRandom;

/** X-Ray trace headers, unsampled. */
final class Traces {

    private Traces() {}

    static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0",
                System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong(), random.nextLong());
    }
}

package dev.tidemark.infra.cost;

/**
 * Managed Service for Apache Flink in the place of the window function and the tick: the same log in front of it, the same
 * panes written to the same table behind it. Archive, night and ingestion are not its work and stay what they are.
 */
public final class FlinkCost {

    static final String FLINK = "Flink";

    /** The service's own rule of thumb: one KPU (one vCPU, 4 GB) carries about 1 MB/s of simple work. */
    private static final double BYTES_A_KPU_SECOND = 1e6;

    /** One more KPU is charged for each application. */
    private static final int ORCHESTRATION_KPUS = 1;

    private static final double STORAGE_GB_A_KPU = 50;

    private FlinkCost() {}

    /** KPUs that process; at least one, all the month. */
    static double kpus(Load load) {
        return Math.max(1, Math.ceil(load.recordsPerSecond() * Load.recordBytes() / BYTES_A_KPU_SECOND));
    }

    /** The bill of a month. */
    public static Bill of(Prices prices, Load load) {
        Bill bill = new Bill(prices);
        double kpus = kpus(load);
        bill.add(FLINK, "KPU-hours", "flink.kpu-hour", (kpus + ORCHESTRATION_KPUS) * 730);
        bill.add(FLINK, "running storage", "flink.storage-gb-month", kpus * STORAGE_GB_A_KPU);
        double panes = Load.MINUTES_A_MONTH * Load.distinct(Load.KEYS, load.eventsPerSecond() * 60) * 1.3;
        bill.add(FLINK, "panes", "dynamodb.write-unit", panes);
        return bill;
    }

    /**
     * The rate at which the windows cost the same on both, by bisection; events a second, rounded to two digits.
     *
     * @return infinity if the platform is cheaper up to 100,000 events/s
     */
    public static double breakEven(Prices prices, Deployed deployed) {
        double low = 0;
        double high = 100_000;
        if (difference(prices, deployed, high) < 0) {
            return Double.POSITIVE_INFINITY;
        }
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (difference(prices, deployed, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double digit = Math.pow(10, Math.floor(Math.log10(low)) - 1);
        return Math.round(low / digit) * digit;
    }

    private static double difference(Prices prices, Deployed deployed, double rate) {
        Load load = new Load(rate);
        return PlatformCost.of(prices, deployed, load).of(PlatformCost.WINDOWS)
                - of(prices, load).total();
    }
}

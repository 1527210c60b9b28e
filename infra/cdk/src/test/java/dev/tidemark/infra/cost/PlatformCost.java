package dev.tidemark.infra.cost;

import static dev.tidemark.infra.cost.Load.DAYS_A_MONTH;
import static dev.tidemark.infra.cost.Load.GB;
import static dev.tidemark.infra.cost.Load.MINUTES_A_MONTH;
import static dev.tidemark.infra.cost.Load.SECONDS_A_MONTH;

/** The platform's monthly bill under a load. Constants in capitals are what no template says. */
public final class PlatformCost {

    static final String INGESTION = "Ingestion";
    static final String LOG = "Log";
    static final String WINDOWS = "Windows";
    static final String ARCHIVE = "Archive";
    static final String NIGHT = "Night";
    static final String OPERATION = "Operation";

    /** Warm call of ingestion: one PutRecords and its encoding. */
    private static final double INGEST_SECONDS = 0.015;

    /** Two strongly consistent reads, a step and a head, one after the other; then what an event and a cell take. */
    private static final double WINDOW_CALL_SECONDS = 0.030;

    private static final double WINDOW_EVENT_SECONDS = 0.00001;
    private static final double CELL_SECONDS = 0.005 / 16;

    /** One PUT and two journal writes. */
    private static final double ARCHIVE_SECONDS = 0.080;

    private static final double TICK_SECONDS = 0.5;

    /** Marks of a slice that get a pane or a cell: the on-time one, and some late. */
    private static final double MARKS_A_SLICE = 1.3;

    private static final double CELL_BYTES = 300;
    private static final double PANE_BYTES = 350;
    private static final double CELLS_KEPT_DAYS = 35;
    private static final double PANES_KEPT_DAYS = 400;

    private static final double COMPRESSION = 6;

    /** Compact, recompute, replay and reconcile together, on the function and on one vCPU of Spark. */
    private static final double NIGHT_EVENTS_A_SECOND = 150_000;

    private static final double NIGHT_LEAST_SECONDS = 30;
    private static final double SPARK_EVENTS_A_VCPU_SECOND = 15_000;
    private static final double SPARK_GB_A_VCPU = 4;

    /** Above it, the night does not fit into a function's 15 minutes. */
    static final double MOST_EVENTS_A_FUNCTION_NIGHT = 100e6;

    private static final double ACCESS_LOG_BYTES = 250;
    private static final double ANSWER_BYTES = 300;
    private static final double KMS_REQUESTS = 300_000;

    /** A tick prints five lines of metrics and little else; the others are silent when all is well. */
    private static final double TICK_LOG_BYTES = 2_000;

    private final Deployed deployed;
    private final Load load;
    private final Bill bill;

    private PlatformCost(Prices prices, Deployed deployed, Load load) {
        this.deployed = deployed;
        this.load = load;
        this.bill = new Bill(prices);
    }

    /** The bill of a month. */
    public static Bill of(Prices prices, Deployed deployed, Load load) {
        PlatformCost cost = new PlatformCost(prices, deployed, load);
        cost.ingestion();
        cost.log();
        cost.windows();
        cost.archive();
        cost.night();
        cost.operation();
        return cost.bill;
    }

    private void ingestion() {
        double requests = load.recordsPerSecond() * SECONDS_A_MONTH;
        bill.add(INGESTION, "HTTP API requests", "api.request", requests);
        bill.add(INGESTION, "Lambda", "lambda.request", requests);
        bill.add(INGESTION, "Lambda", "lambda.gb-second", requests * INGEST_SECONDS * deployed.ingestGb());
        bill.add(INGESTION, "access logs", "logs.infrequent-gb", requests * ACCESS_LOG_BYTES / GB);
        bill.add(INGESTION, "answers to the internet", "transfer.out-gb", requests * ANSWER_BYTES / GB);
    }

    private void log() {
        double extraDays = deployed.retentionHours() / 24.0 - 1;
        if (deployed.onDemand()) {
            double roundedGb =
                    load.recordsPerSecond() * SECONDS_A_MONTH * Math.ceil(Load.recordBytes() / 1_024.0) * 1_024 / GB;
            bill.add(LOG, "stream on demand, hours", "kinesis.stream-hour", 730);
            bill.add(LOG, "bytes in, read twice", "kinesis.in-gb", roundedGb);
            bill.add(LOG, "bytes in, read twice", "kinesis.out-gb", 2 * load.logGbAMonth());
            bill.add(LOG, "extended retention", "kinesis.retention-gb-month", roundedGb / DAYS_A_MONTH * extraDays);
        } else {
            double shardHours = 730.0 * deployed.shards();
            bill.add(LOG, "provisioned shards, hours", "kinesis.shard-hour", shardHours);
            bill.add(LOG, "records in", "kinesis.put-unit", load.recordsPerSecond() * SECONDS_A_MONTH);
            bill.add(LOG, "extended retention", "kinesis.retention-shard-hour", extraDays > 0 ? shardHours : 0);
        }
    }

    /** Shards that the load asks for: a service that scales keeps twice of what it sees. */
    private double shards() {
        double needed =
                2 * Math.max(load.recordsPerSecond() * Load.recordBytes() / 1e6, load.recordsPerSecond() / 1_000);
        return deployed.onDemand() ? Math.max(deployed.shards(), Math.ceil(needed)) : deployed.shards();
    }

    /**
     * Batches a second over all shards, of a mapping that waits so long: Lambda looks into a shard once a second, and calls
     * if anything is there, or earlier if a batch is full. A heartbeat a minute comes on top.
     */
    private double batchesPerSecond(double waitSeconds, int mostRecords) {
        double aShard = load.recordsPerSecond() / shards();
        double round = Math.max(1, waitSeconds);
        double byTime = (1 - Math.exp(-aShard * round)) / round;
        return shards() * (Math.max(byTime, aShard / mostRecords) + 1 / 60.0);
    }

    private double windowBatches() {
        return batchesPerSecond(deployed.windowBatchSeconds(), deployed.windowBatchRecords());
    }

    private double archiveBatches() {
        return batchesPerSecond(deployed.archiveBatchSeconds(), deployed.archiveBatchRecords());
    }

    private void windows() {
        double batches = windowBatches();
        double events = load.eventsPerSecond() / batches;
        double cells = Load.distinct(Load.KEYS, events);
        double seconds = WINDOW_CALL_SECONDS + events * WINDOW_EVENT_SECONDS + cells * CELL_SECONDS;
        double calls = batches * SECONDS_A_MONTH;
        bill.add(WINDOWS, "Lambda", "lambda.request", calls);
        bill.add(WINDOWS, "Lambda", "lambda.gb-second", calls * seconds * deployed.windowGb());
        bill.add(WINDOWS, "cell writes", "dynamodb.write-unit", calls * cells);
        double stepUnits = Math.ceil((300 + 8 * events) / 1_024);
        bill.add(WINDOWS, "journal writes and reads", "dynamodb.write-unit", calls * (stepUnits + 2));
        bill.add(WINDOWS, "journal writes and reads", "dynamodb.read-unit", calls * 3);
        double keysAMinute = Load.distinct(Load.KEYS, load.eventsPerSecond() * 60);
        double panes = MINUTES_A_MONTH * keysAMinute * MARKS_A_SLICE;
        bill.add(WINDOWS, "panes", "dynamodb.write-unit", panes);
        double cellsAMinute =
                shards() * Load.distinct(Load.KEYS, load.eventsPerSecond() * 60 / shards()) * MARKS_A_SLICE;
        bill.add(
                WINDOWS,
                "panes",
                "dynamodb.read-unit",
                MINUTES_A_MONTH * Math.max(shards(), cellsAMinute * CELL_BYTES / 4_096));
        double storedGb = (cellsAMinute * CELL_BYTES * CELLS_KEPT_DAYS
                        + keysAMinute * MARKS_A_SLICE * PANE_BYTES * PANES_KEPT_DAYS)
                * 1_440
                / GB;
        bill.add(WINDOWS, "tables: storage and recovery", "dynamodb.gb-month", storedGb);
        bill.add(WINDOWS, "tables: storage and recovery", "dynamodb.recovery-gb-month", storedGb);
        bill.add(WINDOWS, "tick", "lambda.gb-second", MINUTES_A_MONTH * TICK_SECONDS * deployed.tickGb());
        bill.add(WINDOWS, "tick", "lambda.request", MINUTES_A_MONTH);
        bill.add(WINDOWS, "tick", "scheduler.invocation", MINUTES_A_MONTH);
        bill.add(WINDOWS, "tick", "dynamodb.read-unit", MINUTES_A_MONTH * 10);
    }

    private void archive() {
        double calls = archiveBatches() * SECONDS_A_MONTH;
        bill.add(ARCHIVE, "Lambda", "lambda.request", calls);
        bill.add(ARCHIVE, "Lambda", "lambda.gb-second", calls * ARCHIVE_SECONDS * deployed.archiveGb());
        bill.add(ARCHIVE, "objects and their journal", "s3.put", calls);
        bill.add(ARCHIVE, "objects and their journal", "dynamodb.write-unit", calls * 2);
        double monthGb = load.logGbAMonth() / COMPRESSION;
        bill.add(ARCHIVE, "a year's archive, cooled by lifecycle", "s3.gb-month", 3 * monthGb);
        bill.add(ARCHIVE, "a year's archive, cooled by lifecycle", "s3.infrequent-gb-month", 3 * monthGb);
        bill.add(ARCHIVE, "a year's archive, cooled by lifecycle", "s3.glacier-gb-month", 6 * monthGb);
    }

    private void night() {
        double eventsANight = load.eventsPerSecond() * 86_400;
        double objects = archiveBatches() * SECONDS_A_MONTH;
        bill.add(NIGHT, "reading the archive", "s3.get", objects);
        if (eventsANight > MOST_EVENTS_A_FUNCTION_NIGHT) {
            double vcpuHours = eventsANight / SPARK_EVENTS_A_VCPU_SECOND / 3_600 * DAYS_A_MONTH;
            bill.add(NIGHT, "engine", "emr.vcpu-hour", vcpuHours);
            bill.add(NIGHT, "engine", "emr.gb-hour", vcpuHours * SPARK_GB_A_VCPU);
        } else {
            double seconds =
                    (NIGHT_LEAST_SECONDS * deployed.nightsADay() + eventsANight / NIGHT_EVENTS_A_SECOND) * DAYS_A_MONTH;
            bill.add(NIGHT, "engine", "lambda.gb-second", seconds * deployed.batchGb());
            bill.add(NIGHT, "engine", "lambda.scratch-gb-second", seconds * deployed.batchScratchGb());
        }
    }

    private void operation() {
        bill.add(OPERATION, "alarms, metrics, dashboard", "cloudwatch.alarm-metric", deployed.alarmMetrics());
        bill.add(OPERATION, "alarms, metrics, dashboard", "cloudwatch.metric", deployed.customMetrics());
        bill.add(OPERATION, "alarms, metrics, dashboard", "cloudwatch.dashboard", deployed.dashboards());
        bill.add(OPERATION, "logs of the functions", "logs.gb", MINUTES_A_MONTH * TICK_LOG_BYTES / GB);
        bill.add(OPERATION, "key", "kms.key", deployed.keys());
        bill.add(OPERATION, "key", "kms.request", KMS_REQUESTS);
    }
}

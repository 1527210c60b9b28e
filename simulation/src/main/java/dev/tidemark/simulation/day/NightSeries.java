package dev.tidemark.simulation.day;

import dev.tidemark.domain.view.Views;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.Lifetime;
import dev.tidemark.simulation.account.BatchRuns;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.NightFromNothing;
import dev.tidemark.simulation.account.NightTake;
import dev.tidemark.simulation.account.SimulatedStage;
import dev.tidemark.simulation.s3.ObjectTraffic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small days in a row, each with its night: devices come back after days, sessions and joins go over midnight, and between
 * the nights somebody runs days by hand, kills a run, or starts two. What is published in the end must be what one night
 * over everything says.
 */
public final class NightSeries {

    private static final Instant FIRST_DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final long DAY = 86_400_000L;
    private static final int VISITS_A_DAY = 6;
    private static final Duration LONGEST_OFFLINE = Duration.ofDays(8);

    /** Of the days before, so many have one more event each day: these are computed again, each night. */
    private static final int LATE_DAYS = 3;

    private static final Duration LONGEST_NIGHT = Duration.ofMinutes(40);

    private static final String VIEWS = """
        watermark: {outOfOrderness: PT5S, heartbeatEvery: PT1M, idleBound: PT2M, requestLifetime: PT30S}
        deduplicateFor: PT20M
        uniqueFor: %s
        ingest: {oldest: %s}
        views:
          - {name: hours, key: none, window: {fixed: PT1H}, aggregates: [count, sum, min, max],
             allowedLateness: PT2H, latePaneEvery: PT30M}
          - {name: days, key: type, window: {calendar: day, zone: Asia/Seoul}, aggregates: [count],
             allowedLateness: PT1H}
          - {name: pairs, join: {left: view, right: click, on: attributes.on, within: PT3H},
             key: attributes.campaign, window: {fixed: PT6H}, aggregates: [count, sum],
             allowedLateness: PT1H, latePaneEvery: PT30M}
        """;

    private static final String SESSIONS = """
          - {name: s6, key: deviceId, window: {session: PT6H}, aggregates: [count],
             allowedLateness: PT0S, latePaneEvery: PT10S}
          - {name: s12, key: deviceId, window: {session: PT12H}, aggregates: [count],
             allowedLateness: PT0S, latePaneEvery: PT10S}
        """;

    /**
     * What is done.
     *
     * @param nights how many
     * @param shards of the stream
     * @param posts of devices a day
     * @param traffic what the devices post
     * @param horizons how long identities are known, and how late an event may come
     * @param meddled whether people and mishaps come between the nights
     */
    public record SeriesShape(
            int nights, int shards, int posts, SeriesTraffic traffic, SeriesHorizons horizons, boolean meddled) {}

    /** What devices post. */
    public enum SeriesTraffic {
        /** Anything: offline for days, again, with ids of long ago; sessions among the views. */
        WILD,
        /** Every day the same: on time, again, and one event of each of the last days. So nights can be held side by side. */
        STEADY
    }

    /**
     * How long things matter.
     *
     * @param uniqueFor how long identities are known
     * @param oldest how late an event may come, and does
     */
    public record SeriesHorizons(Duration uniqueFor, Duration oldest) {

        /** Those of a file that says nothing, with events that come up to some days late. */
        public static final SeriesHorizons USUAL = new SeriesHorizons(Views.DEFAULT_UNIQUE_FOR, Duration.ofDays(30));
    }

    /**
     * What a night cost, from a cold instance.
     *
     * @param number from 1
     * @param verdict in one word
     * @param objectsRead from the bucket
     * @param bytesRead of them
     * @param itemsRead from the tables
     * @param bytesWritten to the bucket
     * @param bytesStored below {@code batch/} when it is over, without the reports of days
     * @param take of its machine
     */
    public record Cost(
            int number,
            String verdict,
            long objectsRead,
            long bytesRead,
            long itemsRead,
            long bytesWritten,
            long bytesStored,
            NightTake take) {}

    /**
     * What came of it.
     *
     * @param wrong what is not as it must be, in words
     * @param costs of each night
     * @param returned events that were new again after {@code uniqueFor}, as the nights counted them
     */
    public record SeriesOutcomes(long seed, List<String> wrong, List<Cost> costs, long records, long returned) {}

    private final SimulatedStage stage;
    private final SeriesShape shape;
    private final SplittableRandom random;
    private final Devices devices;
    private final List<String> wrong = new ArrayList<>();
    private final List<Cost> costs = new ArrayList<>();
    private long returned;

    private NightSeries(SimulatedStage stage, SeriesShape shape, long seed) {
        this.stage = stage;
        this.shape = shape;
        this.random = new SplittableRandom(seed ^ 0x5EED);
        this.devices = new Devices(stage.stream(), random.split(), 5, habits(shape));
    }

    private static Devices.Habits habits(SeriesShape shape) {
        long oldest = shape.horizons().oldest().toMillis();
        return shape.traffic() == SeriesTraffic.WILD
                ? new Devices.Habits(Math.min(oldest, LONGEST_OFFLINE.toMillis()), 0.25, 0.1, 0, 0.1, oldest)
                : new Devices.Habits(1, 0, 0.1, 0, 0, oldest);
    }

    private static String views(SeriesShape shape) {
        return String.format(
                        VIEWS, shape.horizons().uniqueFor(), shape.horizons().oldest())
                + (shape.traffic() == SeriesTraffic.WILD ? SESSIONS : "");
    }

    /**
     * Runs it.
     *
     * @param work an empty folder for the batch
     */
    public static SeriesOutcomes run(long seed, SeriesShape shape, DeployedStage file, Path work) {
        SimulatedStage.Plan plan = new SimulatedStage.Plan(
                seed, FIRST_DAY, shape.shards(), DayViews.file(views(shape)), file, false, work);
        try (SimulatedStage stage = new SimulatedStage(plan, 0)) {
            return new NightSeries(stage, shape, seed).run(seed);
        }
    }

    private SeriesOutcomes run(long seed) {
        tick();
        for (int night = 1; night <= shape.nights(); night++) {
            day(night - 1);
            if (shape.meddled()) {
                meddle(night);
            }
            night(night);
            stage.tables().sweep();
            stage.bucket().sweep();
        }
        // Later the stream's cells begin to go, and a night from nothing has nothing to compare with.
        if (shape.nights() < Lifetime.WORKING.duration().orElseThrow().toDays()) {
            wrong.addAll(stage.published().differencesFrom(NightFromNothing.over(stage)));
        }
        return new SeriesOutcomes(seed, wrong, costs, devices.records(), returned);
    }

    /** A day: a few visits of devices, and a tick after each. The night's hour comes last. */
    private void day(int number) {
        long midnight = FIRST_DAY.toEpochMilli() + number * DAY;
        for (int visit = 0; visit < VISITS_A_DAY; visit++) {
            long at = midnight + (visit + 1) * DAY / (VISITS_A_DAY + 1);
            stage.timeline().runUntil(at);
            for (int post = 0; post < Math.max(1, shape.posts() / VISITS_A_DAY); post++) {
                devices.post(random.nextInt(devices.count()), stage.timeline().millis());
                stage.timeline().runUntil(stage.timeline().millis() + 1_000 + random.nextLong(60_000));
            }
            tick();
        }
        if (shape.traffic() == SeriesTraffic.STEADY) {
            for (int ago = 1; ago <= Math.min(number, LATE_DAYS); ago++) {
                devices.postLate(ago % devices.count(), stage.timeline().millis(), ago * DAY);
                stage.timeline().runUntil(stage.timeline().millis() + 1_000);
            }
        }
        stage.timeline().runUntil(midnight + DAY + Duration.ofMinutes(150).toMillis());
        tick();
        if (!stage.settle(Duration.ofMinutes(10))) {
            wrong.add("day " + number + ": the log has not been read to its end");
        }
    }

    private void tick() {
        // Its heartbeats are read, and the next one closes what they completed.
        for (int i = 0; i < 2; i++) {
            stage.call(Schedule.TICK, "{}");
            stage.timeline().runUntil(stage.timeline().millis() + 15_000);
        }
    }

    private void night(int number) {
        stage.function(PlatformFunction.BATCH).replaceIdle();
        ObjectTraffic.ObjectCalls readBefore = stage.bucket().traffic().of("GetObject");
        ObjectTraffic.ObjectCalls writtenBefore = stage.bucket().traffic().of("PutObject");
        long itemsBefore = itemsRead();
        int runsBefore = stage.runs().runs().size();
        stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
        finish();
        List<BatchRuns.FinishedRun> runs = stage.runs().runs();
        if (runs.size() == runsBefore) {
            wrong.add("night " + number + " did not come to its end: "
                    + stage.calls(Schedule.NIGHT).deadLetters());
            return;
        }
        BatchRuns.FinishedRun last = runs.get(runs.size() - 1);
        if (last.exitCode() != ExitCode.PASS) {
            wrong.add("night " + number + " ended with " + last.exitCode() + ": " + last.summary());
        }
        returned += last.summary().path("events").path("returned").asLong();
        ObjectTraffic.ObjectCalls read =
                stage.bucket().traffic().of("GetObject").minus(readBefore);
        costs.add(new Cost(
                number,
                last.verdict(),
                read.objects(),
                read.bytes(),
                itemsRead() - itemsBefore,
                stage.bucket().traffic().of("PutObject").minus(writtenBefore).bytes(),
                stage.bucket().size("batch/") - stage.bucket().size("batch/days/"),
                last.take()));
    }

    private long itemsRead() {
        long items = 0;
        for (Table table : Table.values()) {
            for (String operation : List.of("GetItem", "Query", "Scan")) {
                items += stage.tables()
                        .consumption()
                        .of(SimulatedStage.name(table), operation)
                        .items();
            }
        }
        return items;
    }

    /** Perhaps a run for days by hand, perhaps one that is killed, perhaps two at once. */
    private void meddle(int night) {
        switch (random.nextInt(4)) {
            case 0 -> {
                LocalDate to = LocalDate.ofInstant(
                                Instant.ofEpochMilli(stage.timeline().millis()), ZoneOffset.UTC)
                        .minusDays(random.nextInt(Math.min(night, 9)));
                LocalDate from = to.minusDays(random.nextInt(3));
                stage.call(Schedule.NIGHT, "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}");
                finish();
            }
            case 1 -> {
                stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
                stage.timeline().after(random.nextLong(3_000_000L), () -> stage.function(PlatformFunction.BATCH)
                        .killOne());
                finish();
            }
            case 2 -> {
                stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
                stage.timeline()
                        .after(random.nextLong(2_000_000L), () -> stage.call(Schedule.NIGHT, Schedule.NIGHT.input()));
                finish();
            }
            default -> {}
        }
    }

    /** Lets every call of the batch come to its end. */
    private void finish() {
        long until = stage.timeline().millis() + LONGEST_NIGHT.toMillis();
        do {
            stage.timeline().runUntil(stage.timeline().millis() + 5_000);
        } while (stage.calls(Schedule.NIGHT).isWaiting() && stage.timeline().millis() < until);
    }
}

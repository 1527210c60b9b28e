package dev.tidemark.bench.ingest;

import dev.tidemark.bench.BenchException;
import dev.tidemark.bench.BenchOptions;
import dev.tidemark.bench.KinesisStandIn;
import dev.tidemark.bench.ServerProcess;
import dev.tidemark.bench.report.BenchResult;
import dev.tidemark.bench.report.Peer;
import dev.tidemark.bench.report.Ratio;
import dev.tidemark.bench.report.Samples;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Round by round, each contender in turn: first as many requests as it answers, then a fixed rate of half of that. All of
 * them are up all the time, and only the one under load has anything to do.
 */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "Acknowledged requests for each second of the server's CPU, against the same server answering at once"
                        + " and an Apache Camel route.")
public final class IngestCommand implements Callable<Integer> {

    private static final int DEVICES = 1_000;

    /** Many and short: what else the machine does in a while then meets all contenders. */
    private static final int ROUNDS = 15;

    /** The compiler rests when it takes less than this part of so much CPU time. */
    private static final double COMPILER_AT_REST = 0.02;

    private static final Duration COMPILER_WATCHED = Duration.ofSeconds(15);

    @Mixin
    BenchOptions options = new BenchOptions();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "2", description = "of each measurement (2)")
    int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "300",
            description = "CPU seconds of load before, of each server, at most; it ends when the compiler rests (300)")
    int warmUp;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "400", description = "at once (400)")
    int connections;

    @Option(names = "--events", paramLabel = "N", defaultValue = "10", description = "of a request (10)")
    int events;

    @Option(names = "--latency", paramLabel = "MS", defaultValue = "5", description = "of the stand-in of Kinesis (5)")
    int latency;

    @Option(names = "--only", paramLabel = "PEER", description = "tidemark, at-once or camel; all without it")
    List<String> only = new ArrayList<>();

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "for every server, for instance -XX:StartFlightRecording=…")
    List<String> jvm = new ArrayList<>();

    @Override
    public Integer call() {
        Instant began = Instant.now();
        int rounds = options.rounds(ROUNDS);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        List<Runner> runners = new ArrayList<>();
        try (KinesisStandIn kinesis = KinesisStandIn.start(vertx, latency)) {
            List<Buffer> bodies = EnvelopeBodies.of(DEVICES, events, began);
            for (Contender contender : Contender.values()) {
                if (only.isEmpty() || only.contains(contender.title)) {
                    runners.add(new Runner(contender, vertx, kinesis, bodies));
                }
            }
            for (Runner runner : runners) {
                say("warming up " + runner.contender.title);
                runner.warmUp();
            }
            for (int round = 1; round <= rounds; round++) {
                for (Runner runner : runners) {
                    say("round " + round + " of " + rounds + ": " + runner.contender.title);
                    runner.measure();
                }
            }
        } finally {
            runners.forEach(Runner::close);
            vertx.close();
        }
        options.publish(result(began, rounds, runners));
        return 0;
    }

    private static void say(String what) {
        System.err.println("tidemark bench: " + what);
    }

    private BenchResult result(Instant began, int rounds, List<Runner> runners) {
        Map<Contender, Samples> perCpuSecond = new LinkedHashMap<>();
        List<Peer> peers = new ArrayList<>();
        for (Runner runner : runners) {
            Map<String, Samples> measures = new LinkedHashMap<>();
            runner.measures.forEach((name, values) -> measures.put(name, new Samples(values)));
            perCpuSecond.put(runner.contender, new Samples(runner.perCpuSecond));
            peers.add(new Peer(runner.contender.title, runner.contender.what, measures));
        }
        List<Ratio> ratios = new ArrayList<>();
        Samples ours = perCpuSecond.get(Contender.TIDEMARK);
        if (ours != null && perCpuSecond.containsKey(Contender.AT_ONCE)) {
            ratios.add(Ratio.atLeast(
                    "tidemark / at-once, requests/CPU s", ours.over(perCpuSecond.get(Contender.AT_ONCE)), 0.6));
        }
        if (ours != null && perCpuSecond.containsKey(Contender.CAMEL)) {
            ratios.add(
                    Ratio.atLeast("tidemark / camel, requests/CPU s", ours.over(perCpuSecond.get(Contender.CAMEL)), 3));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("load", events + " events a request, " + connections + " connections, " + DEVICES + " devices");
        settings.put("JVM", String.join(" ", Contender.flags(jvm)));
        settings.put(
                "measured",
                rounds + " rounds, peers in turn, " + seconds
                        + " s each, after a warm-up until the compiler takes "
                        + "less than 2 % of " + COMPILER_WATCHED.toSeconds() + " CPU s, at most " + warmUp
                        + " CPU s; CPU is user + system time of the server's process");
        settings.put("Kinesis", "a stand-in that answers after " + latency + " ms and keeps nothing, over plain HTTP");
        settings.put("p99", "at a fixed rate of half of the requests/s before, from when a request was due");
        return new BenchResult("ingest", began, settings, peers, ratios);
    }

    /** One contender, running. */
    private final class Runner implements AutoCloseable {

        final Contender contender;
        final HttpLoad load;
        final Map<String, List<Double>> measures = new LinkedHashMap<>();
        final List<Double> perCpuSecond = new ArrayList<>();
        private final ServerProcess process;
        private final KinesisStandIn kinesis;

        Runner(Contender contender, Vertx vertx, KinesisStandIn kinesis, List<Buffer> bodies) {
            this.contender = contender;
            this.kinesis = kinesis;
            int port = ServerProcess.freePort();
            this.process = contender.start(port, kinesis.endpoint(), jvm);
            this.load = new HttpLoad(vertx, port, ServerProcess.KEY, bodies, connections);
        }

        /**
         * By CPU time, since that is what the compiler needs, however busy the machine is; and until it rests, since one
         * server has much more code than another.
         */
        void warmUp() {
            Duration atMost = process.cpu().plusSeconds(warmUp);
            boolean compiles = true;
            while (compiles && process.cpu().compareTo(atMost) < 0) {
                Duration before = process.cpu();
                Optional<Duration> compilerBefore = process.compilerCpu();
                Duration watched = Duration.ZERO;
                while (watched.compareTo(COMPILER_WATCHED) < 0 && process.cpu().compareTo(atMost) < 0) {
                    load.closed(Duration.ofSeconds(1));
                    watched = process.cpu().minus(before);
                }
                double rest = watched.toNanos() * COMPILER_AT_REST;
                compiles = compilerBefore
                        .flatMap(start -> process.compilerCpu()
                                .map(end -> end.minus(start).toNanos() > rest))
                        .orElse(true);
            }
            say(contender.title + " has run for " + process.cpu().toSeconds() + " CPU s"
                    + (compiles ? ", and its compiler is still at work" : ""));
        }

        void measure() {
            long records = kinesis.records();
            long calls = kinesis.calls();
            Duration before = process.cpu();
            LoadOutcome full = load.closed(Duration.ofSeconds(seconds));
            double cpu = process.cpu().minus(before).toNanos() / 1e9;
            check(full, kinesis.records() - records);
            LoadOutcome half = load.fixedRate(full.perSecond() / 2, Duration.ofSeconds(seconds));
            perCpuSecond.add(full.acknowledged() / cpu);
            add("requests/CPU s", full.acknowledged() / cpu);
            add("requests/s", full.perSecond());
            add("cores", cpu / full.seconds());
            add("records/call", (kinesis.records() - records) / (double) Math.max(1, kinesis.calls() - calls));
            add("p50 ms, half load", half.quantileMillis(0.5));
            add("p99 ms, half load", half.quantileMillis(0.99));
        }

        /** Who answers at once writes nothing, and the others a record for every request that they acknowledge. */
        private void check(LoadOutcome outcome, long records) {
            boolean asExpected = contender == Contender.AT_ONCE ? records == 0 : records >= outcome.acknowledged();
            if (outcome.failed() > 0 || outcome.acknowledged() == 0 || !asExpected) {
                throw new BenchException(
                        contender.title + " acknowledged " + outcome.acknowledged() + " requests, failed "
                                + outcome.failed() + ", and wrote " + records + " records. See its log in "
                                + BenchOptions.directory());
            }
        }

        private void add(String measure, double value) {
            measures.computeIfAbsent(measure, name -> new ArrayList<>()).add(value);
        }

        @Override
        public void close() {
            load.close();
            process.close();
        }
    }
}

package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.Table;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.MetricPoints;
import dev.tidemark.simulation.account.SimulatedStage;
import dev.tidemark.simulation.account.Unrest;
import dev.tidemark.window.versions.VersionedViews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every alarm of the deployed stage has a scenario in which it rings, and in two calm days, the first included, none does.
 * What an alarm is comes from the template. What the platform prints comes from the real functions in the simulation; what
 * AWS counts of services that are not simulated (gateway, ingestion, throttling) is said here.
 */
class AlarmScenariosTest {

    private static final Instant DEPLOYED = Instant.parse("2026-03-09T12:00:00Z");
    private static final String PREFIX = "tidemark-prod";
    private static final Synthesized PROD = Synthesized.prod();

    @TempDir
    static Path work;

    private static final Map<String, List<String>> RUNG = new TreeMap<>();

    /** A simulated account from its deployment on, watched minute by minute. */
    private static final class Account implements AutoCloseable {
        private final SimulatedStage stage;
        private final MetricSeries series = new MetricSeries();
        private final Map<PlatformFunction, Long> failed = new EnumMap<>(PlatformFunction.class);
        private int posts;

        Account(String name) {
            try {
                String views = Files.readString(Synthesized.HOME.resolve("views.yaml"));
                stage = new SimulatedStage(
                        new SimulatedStage.Plan(
                                1,
                                DEPLOYED,
                                1,
                                VersionedViews.parse(views, "views.yaml"),
                                DeployedStage.read(Synthesized.HOME, "prod"),
                                false,
                                work.resolve(name)),
                        0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ViewsException e) {
                throw new IllegalStateException(e);
            }
        }

        Account with(Schedule... schedules) {
            for (Schedule schedule : schedules) {
                stage.startSchedule(schedule);
            }
            return this;
        }

        /** Lets time pass; a device posts once in ten minutes. */
        Account pass(Duration time) {
            for (long minute = 0; minute < time.toMinutes(); minute++) {
                if (minute % 10 == 0) {
                    post();
                }
                long at = stage.timeline().millis() + 60_000;
                stage.timeline().runUntil(at);
                for (PlatformFunction function : List.of(
                        PlatformFunction.WINDOW,
                        PlatformFunction.ARCHIVE,
                        PlatformFunction.TICK,
                        PlatformFunction.BATCH)) {
                    long now = stage.function(function).counts().failed();
                    long before = failed.getOrDefault(function, 0L);
                    failed.put(function, now);
                    series.add("AWS/Lambda", "Errors", function.nameIn(PREFIX), at - 1, now - before);
                }
                for (Schedule schedule : List.of(Schedule.TICK, Schedule.NIGHT, Schedule.CATCH_UP)) {
                    String queue = PREFIX + "-" + schedule.function().shortName() + "-failed";
                    int waiting = stage.calls(schedule).deadLetters().size();
                    series.add("AWS/SQS", "ApproximateNumberOfMessagesVisible", queue, at - 1, waiting);
                }
            }
            return this;
        }

        void post() {
            long now = stage.timeline().millis();
            String at = IsoInstant.format(now);
            stage.stream().put("d", null, """
                            {"kind":"events","deviceId":"d","receivedAt":"%s","requestId":"r","envelopes":[{"basis":"none",\
                            "events":[{"id":"e%d","type":"ad_click","eventTime":"%s","timeQuality":"assumed",\
                            "attributes":{"campaign":"c"}}]}]}""".formatted(at, ++posts, at).getBytes(StandardCharsets.UTF_8));
        }

        /** Everything that CloudWatch has, and up to when. */
        MetricSeries seen() {
            for (Metric metric : Metric.values()) {
                for (MetricPoints.Point point : stage.metrics().of(metric)) {
                    series.add(
                            Metric.NAMESPACE,
                            metric.metricName(),
                            metric.source().nameIn(PREFIX),
                            point.atMillis(),
                            point.value());
                }
            }
            for (PlatformFunction function : List.of(PlatformFunction.WINDOW, PlatformFunction.ARCHIVE)) {
                stage.metrics()
                        .of("IteratorAge " + function.shortName())
                        .forEach(point -> series.add(
                                "AWS/Lambda", "IteratorAge", function.nameIn(PREFIX), point.atMillis(), point.value()));
            }
            return series;
        }

        long now() {
            return stage.timeline().millis();
        }

        /** The latest cell has another number, which nobody but this test has written. */
        void changeACell() {
            String cells = SimulatedStage.name(Table.CELLS);
            Map<String, AttributeValue> cell = new HashMap<>(stage.tables().dump(cells).stream()
                    .max(Comparator.comparing(
                            item -> item.get(Table.PARTITION_KEY).s().split("#", 3)[1]))
                    .orElseThrow());
            cell.put("count", AttributeValue.fromN("999"));
            stage.tables().restore(cells, cell);
        }

        @Override
        public void close() {
            stage.close();
        }
    }

    private static final Schedule[] ALL = {Schedule.TICK, Schedule.NIGHT, Schedule.CATCH_UP};

    /** What happens in the simulation, by name. */
    private static Map<String, Consumer<Account>> simulated() {
        Map<String, Consumer<Account>> scenarios = new LinkedHashMap<>();
        scenarios.put("two calm days", account -> account.with(ALL).pass(Duration.ofHours(49)));
        scenarios.put("the tables are away for two days", account -> {
            account.with(ALL).pass(Duration.ofMinutes(30));
            account.stage.takeDown("dynamodb");
            account.pass(Duration.ofHours(44));
        });
        scenarios.put("the bucket is away in the night", account -> {
            account.with(ALL).pass(Duration.ofMinutes(30));
            account.stage.takeDown("s3");
            account.pass(Duration.ofHours(15));
        });
        scenarios.put("the stream refuses every record for a quarter of an hour", account -> {
            account.with(ALL).pass(Duration.ofMinutes(10));
            account.stage.unrest(new Unrest(0, 0, 0, 0, 0, 1));
            account.pass(Duration.ofMinutes(15));
        });
        scenarios.put("somebody writes what is no record", account -> {
            account.with(ALL).pass(Duration.ofMinutes(20));
            account.stage.stream().put("d", null, "rubbish".getBytes(StandardCharsets.UTF_8));
            account.pass(Duration.ofMinutes(20));
        });
        scenarios.put("a cell is changed behind the platform's back, and nobody mends it", account -> {
            account.with(ALL).pass(Duration.ofHours(15));
            account.changeACell();
            account.pass(Duration.ofHours(72));
        });
        scenarios.put(
                "nobody starts a night", account -> account.with(Schedule.TICK).pass(Duration.ofHours(26)));
        return scenarios;
    }

    @BeforeAll
    static void whatRingsWhen() {
        simulated().forEach((name, scenario) -> {
            try (Account account = new Account(name.replace(' ', '-'))) {
                scenario.accept(account);
                RUNG.put(name, rung(account.seen(), DEPLOYED.toEpochMilli(), account.now()));
            }
        });
        services().forEach((name, series) -> RUNG.put(name, rung(series, 0, 3_600_000L)));
    }

    private static List<String> rung(MetricSeries series, long from, long to) {
        return PROD.resources("AWS::CloudWatch::Alarm").stream()
                .map(alarm -> new TemplateAlarm(PROD, alarm.properties()))
                .filter(alarm -> alarm.rings(series, from, to))
                .map(TemplateAlarm::name)
                .sorted()
                .toList();
    }

    /** An hour of what AWS counts itself, a point a minute; the tick goes on beside it. */
    private static Map<String, MetricSeries> services() {
        Map<String, MetricSeries> scenarios = new LinkedHashMap<>();
        scenarios.put(
                "two requests of a hundred end with a server error",
                each("AWS/ApiGateway", Map.of("Count", 100.0, "5xx", 2.0), MetricSeries.ANY));
        scenarios.put(
                "answers take four seconds", each("AWS/ApiGateway", Map.of("Latency", 4_000.0), MetricSeries.ANY));
        scenarios.put(
                "nine tenths of the requests that are let through",
                each("AWS/ApiGateway", Map.of("Count", 0.9 * 2_000 * 60), MetricSeries.ANY));
        scenarios.put(
                "the stream is full",
                each("AWS/Kinesis", Map.of("WriteProvisionedThroughputExceeded", 1.0), MetricSeries.ANY));
        scenarios.put(
                "a table throttles",
                each("AWS/DynamoDB", Map.of("WriteThrottleEvents", 1.0), Table.CELLS.nameIn(PREFIX)));
        scenarios.put(
                "a mapping gives records up",
                each("AWS/Lambda", Map.of("OnFailureDestinationDeliveredEventCount", 1.0), MetricSeries.ANY));
        scenarios.put(
                "shards are not read although the tick goes on",
                each(Metric.NAMESPACE, Map.of(Metric.FAILING_SHARDS.metricName(), 1.0), MetricSeries.ANY));
        for (PlatformFunction function : PlatformFunction.values()) {
            scenarios.put(
                    function.shortName() + " throws and has no room",
                    each("AWS/Lambda", Map.of("Errors", 1.0, "Throttles", 1.0), function.nameIn(PREFIX)));
        }
        return scenarios;
    }

    private static MetricSeries each(String namespace, Map<String, Double> metrics, String of) {
        MetricSeries series = new MetricSeries();
        for (long at = 0; at < 3_600_000L; at += 60_000L) {
            long now = at;
            metrics.forEach((metric, value) -> series.add(namespace, metric, of, now, value));
            series.add(Metric.NAMESPACE, Metric.WATERMARK_LAG.metricName(), MetricSeries.ANY, at, 120);
        }
        return series;
    }

    @Test
    void in_two_calm_days_nothing_rings_not_even_on_the_first() {
        assertThat(RUNG.get("two calm days")).isEmpty();
    }

    @Test
    void each_scenario_rings_what_it_should() {
        assertThat(RUNG.get("the tables are away for two days"))
                .contains(
                        "window-behind",
                        "window-expiring",
                        "archive-behind",
                        "archive-expiring",
                        "watermark-lag",
                        "tick-errors",
                        "tick-failed",
                        "batch-errors",
                        "batch-failed");
        assertThat(RUNG.get("the bucket is away in the night"))
                .contains("archive-behind", "batch-errors", "batch-failed")
                .doesNotContain("window-behind", "watermark-lag", "unexplained");
        assertThat(RUNG.get("the stream refuses every record for a quarter of an hour"))
                .contains("missed-heartbeats");
        assertThat(RUNG.get("somebody writes what is no record")).containsExactly("quarantine");
        assertThat(RUNG.get("a cell is changed behind the platform's back, and nobody mends it"))
                .contains("unexplained", "verified-lag")
                .doesNotContain("batch-errors", "batch-failed", "night-missing");
        assertThat(RUNG.get("nobody starts a night")).containsExactly("night-missing");
    }

    @Test
    void every_alarm_has_a_scenario_in_which_it_rings() {
        TreeSet<String> alarms = new TreeSet<>();
        PROD.resources("AWS::CloudWatch::Alarm")
                .forEach(alarm -> alarms.add(new TemplateAlarm(PROD, alarm.properties()).name()));
        TreeSet<String> rung = new TreeSet<>();
        RUNG.values().forEach(rung::addAll);

        assertThat(rung).isEqualTo(alarms);
    }
}

package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.View;
import dev.tidemark.platform.Schedule;
import dev.tidemark.serving.windows.Layer;
import dev.tidemark.serving.windows.WindowPage;
import dev.tidemark.serving.windows.WindowPages;
import dev.tidemark.serving.windows.WindowQuery;
import dev.tidemark.serving.windows.WindowQuestion;
import dev.tidemark.serving.windows.WindowReader;
import dev.tidemark.serving.windows.WindowValue;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.SimulatedStage;
import dev.tidemark.simulation.dynamo.SimulatedDynamoDb;
import dev.tidemark.simulation.kinesis.StreamShard;
import dev.tidemark.simulation.timeline.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand pages of answers, while devices post, panes are published, nights publish runs that correct each other, and shards
 * split and merge, between any page and the next. What was settled when an answer began is in it once and as it was then; what was
 * not is in it once at most, and says so.
 */
class PagesUnderTrafficTest {

    private static final int PAGES = 10_000;
    private static final int PAGES_A_NIGHT = 1_500;
    private static final int PAGES_A_RESHARDING = 400;
    private static final int DEVICES = 6;

    private static final Instant START = Instant.parse("2026-11-22T22:30:00Z");
    private static final Instant FIRST_PAGE = Instant.parse("2026-11-23T00:30:00Z");
    private static final long FROM = START.toEpochMilli();
    private static final long TO = START.plus(Duration.ofHours(12)).toEpochMilli();

    private static final String VIEWS = """
        watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M, requestLifetime: PT30S}
        deduplicateFor: PT20M
        views:
          - name: minutes
            key: attributes.campaign
            window: {fixed: PT2M}
            aggregates: [count, sum]
            allowedLateness: PT6M
            latePaneEvery: PT2M
          - name: sliding
            key: type
            window: {sliding: PT10M, every: PT5M}
            aggregates: [count]
            allowedLateness: PT10M
            latePaneEvery: PT5M
          - name: sessions
            key: deviceId
            window: {session: PT5M}
            aggregates: [count]
            allowedLateness: PT10M
            latePaneEvery: PT5M
        """;

    @TempDir
    private Path work;

    private final SplittableRandom random = new SplittableRandom(18);
    private SimulatedStage stage;
    private Devices devices;
    private WindowReader reader;
    private WindowPages pages;
    private int read;
    private int nights;
    private int reshardings;

    @Test
    void nothingComesTwiceAndNothingSettledIsMissing() {
        SimulatedStage.Plan plan = new SimulatedStage.Plan(
                18, START, 2, DayViews.file(VIEWS), DeployedStage.read(Path.of(".."), "prod"), false, work);
        try (SimulatedStage running = new SimulatedStage(plan, 0)) {
            stage = running;
            devices = new Devices(
                    stage.stream(),
                    random.split(),
                    DEVICES,
                    new Devices.Habits(2_400_000L, 0.3, 0.1, 0, 0, 30 * 86_400_000L));
            reader = new WindowReader(
                    new SimulatedDynamoDb(stage.tables(), Gate.STRAIGHT, () -> 1 + random.nextInt(40)),
                    SimulatedStage::name);
            pages = new WindowPages(reader, stage.timeline().clock());
            stage.startSchedule(Schedule.TICK);
            while (stage.timeline().millis() < FIRST_PAGE.toEpochMilli()) {
                pass(20);
            }
            night();
            Map<String, Integer> met = new TreeMap<>();
            while (read < PAGES) {
                answer().forEach((kind, count) -> met.merge(kind, count, Integer::sum));
            }
            assertThat(nights).isGreaterThan(5);
            assertThat(stage.runs().runs()).as("each night came to its end").hasSizeGreaterThanOrEqualTo(nights - 1);
            assertThat(reshardings).isGreaterThan(15);
            assertThat(met.keySet())
                    .as("there was something of each kind to get wrong")
                    .contains(
                            "open stream",
                            "onTime stream",
                            "late stream",
                            "final stream",
                            "verified stream",
                            "verified correction");
        }
    }

    /** One answer to its end: how many values it has of each kind. */
    private Map<String, Integer> answer() {
        WindowQuestion question = question();
        Map<String, WindowValue> then = atOnce(question);
        int limit = 1 + random.nextInt(40);
        Map<String, Integer> met = new TreeMap<>();
        Set<String> told = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            WindowPage page = open(question, cursor);
            for (int i = 0; i < limit && page.hasNext(); i++) {
                WindowValue value = page.next();
                String place = place(value);
                assertThat(told.add(place)).as("%s is told once", place).isTrue();
                if (isSettled(value)) {
                    assertThat(value).as("as it was when the answer began").isEqualTo(then.get(place));
                }
                met.merge(value.status().wireName() + " " + value.source().wireName(), 1, Integer::sum);
            }
            cursor = page.cursor();
            between();
        } while (cursor.isPresent());
        then.forEach((place, value) -> {
            // A session that goes on takes others into itself: it is told, or they are.
            if (isSettled(value) || !question.view().name().equals("sessions") && isPublished(value)) {
                assertThat(told).as("%s, %s", question, value.status()).contains(place);
            }
        });
        return met;
    }

    /** The same at the moment at which the answer begins, and where there are two ways, both of them. */
    private Map<String, WindowValue> atOnce(WindowQuestion question) {
        Map<String, WindowValue> values = new TreeMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            WindowPage page = open(question, cursor);
            page.forEachRemaining(value -> values.put(place(value), value));
            cursor = page.cursor();
        } while (cursor.isPresent());
        if (question.lateness().isEmpty() && random.nextInt(3) == 0) {
            assertThat(values.values())
                    .containsExactlyInAnyOrderElementsOf(
                            reader.all(question.view(), question.layer(), question.query()));
        }
        return values;
    }

    private WindowQuestion question() {
        List<View> views = stage.plan().views().views().views();
        View view = views.get(random.nextInt(views.size()));
        Layer layer = Layer.values()[random.nextInt(Layer.values().length)];
        boolean other = layer == Layer.STREAM && view.name().equals("minutes") && random.nextInt(3) == 0;
        String key = view.name().equals("minutes") && random.nextInt(4) == 0 ? "c" + random.nextInt(3) : null;
        long to = random.nextBoolean() ? TO : FROM + random.nextLong(TO - FROM - 60_000) + 60_000;
        return new WindowQuestion(
                view,
                layer,
                new WindowQuery(key, FROM, to, OptionalLong.empty()),
                other ? Optional.of(Duration.ofMinutes(2)) : Optional.empty());
    }

    private WindowPage open(WindowQuestion question, Optional<String> cursor) {
        return ((WindowPage.Open) pages.open(question, cursor)).page();
    }

    private static boolean isSettled(WindowValue value) {
        return value.status() == WindowValue.ValueStatus.FINAL || value.status() == WindowValue.ValueStatus.VERIFIED;
    }

    private static boolean isPublished(WindowValue value) {
        return value.status() == WindowValue.ValueStatus.ON_TIME || value.status() == WindowValue.ValueStatus.LATE;
    }

    private static String place(WindowValue value) {
        return value.window() + " " + value.key();
    }

    /** What happens between a page and the next. */
    private void between() {
        pass(1 + random.nextInt(3));
        read++;
        if (read % PAGES_A_NIGHT == 0) {
            night();
        }
        if (read % PAGES_A_RESHARDING == 0) {
            reshard();
        }
    }

    private void pass(int seconds) {
        if (random.nextInt(2) == 0) {
            devices.post(random.nextInt(DEVICES), stage.timeline().millis());
        }
        stage.timeline().runUntil(stage.timeline().millis() + seconds * 1_000L);
    }

    private void night() {
        nights++;
        stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
    }

    private void reshard() {
        reshardings++;
        List<StreamShard> open = stage.stream().openShards().stream()
                .sorted(Comparator.comparing(shard -> shard.hashKeys().first()))
                .toList();
        if (open.size() < 4) {
            stage.stream().splitInHalf(open.get(random.nextInt(open.size())).id());
        } else {
            stage.stream().merge(open.get(1).id(), open.get(2).id());
        }
    }
}

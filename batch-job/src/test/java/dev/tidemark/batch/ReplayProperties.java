package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.platform.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** On random logs, the decisions in SQL are those of the stream's own code, and every ledger closes. */
class ReplayProperties {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT10S, idleBound: PT20S, requestLifetime: PT3S}
            deduplicateFor: PT1M
            views:
              - name: fixed
                where: {type: score, attributes.team: [red, blue, "42"]}
                key: attributes.team
                window: {fixed: PT30S, offset: PT7S}
                aggregates: [count, sum, min, max, mean]
                allowedLateness: PT20S
                latePaneEvery: PT10S
              - name: sliding
                key: none
                window: {sliding: PT1M, every: PT20S}
                aggregates: [count, sum, min, max, {distinct: attributes.team}, {quantiles: value}, {top: deviceId}]
                allowedLateness: PT20S
                latePaneEvery: PT10S
              - name: received
                key: deviceId
                time: received
                window: {fixed: PT15S}
                aggregates: [count, mean]
                allowedLateness: PT0S
                latePaneEvery: PT15S
                buckets: 4
              - name: early
                key: attributes.team
                window: {sliding: PT40S, every: PT20S}
                aggregates: [count, sum]
                allowedLateness: PT20S
                latePaneEvery: PT10S
                earlyEvery: PT7S
                earlyOffset: PT2S
              - name: calendar
                key: attributes.team
                window: {calendar: day, zone: Asia/Kathmandu}
                aggregates: [count, sum]
                allowedLateness: PT20S
                latePaneEvery: PT10S
              - name: sessions
                key: deviceId
                window: {session: PT6S}
                aggregates: [count, sum, min, max]
                allowedLateness: PT30S
                latePaneEvery: PT5S
              - name: inclusive
                where: {type: score}
                key: deviceId
                window: {session: PT1S, boundary: inclusive}
                aggregates: [count]
                allowedLateness: PT0S
                latePaneEvery: PT1S
            """;

    private static final long START = IsoInstant.parse("2026-11-22T23:55:00.000Z");

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void sqlAndTheStreamsCodeDecideAlike(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("replay");
        try {
            Random random = new Random(seed);
            TestPlatform platform = new TestPlatform(TestEvents.views(VIEWS), 1 + random.nextInt(3));
            platform.recordsAnObject = 1 + random.nextInt(60);
            platform.items.looksLarge = random.nextBoolean();
            TestNight night = new TestNight(platform, folder);
            long clock = START;
            int nights = 1 + random.nextInt(3);
            for (int i = 0; i < nights; i++) {
                clock = play(platform, random, clock);
                boolean last = i == nights - 1;
                if (last || random.nextBoolean()) {
                    platform.control(new LogRecord.Watermark(clock + (last ? 86_400_000L * 3 : 0)));
                }
                boolean lags = !last && random.nextBoolean();
                String lagging = platform.shardOf("device-1");
                platform.lag(lags, lagging);
                platform.close();
                NightResult result = night.run();
                // Records that can be read are put into quarantine here, which is named, and hinders nothing.
                assertThat(result.summary().faults())
                        .as("faults, seed %d", seed)
                        .allMatch(fault -> fault.kind() == NightFault.FaultKind.QUARANTINE);
                assertThat(result.summary().unexplained().events()).isZero();
                assertThat(result.exitCode())
                        .isIn(
                                result.summary().faults().isEmpty()
                                        ? List.of(ExitCode.PASS, ExitCode.WARNING)
                                        : List.of(ExitCode.DIFFERENCE));
                platform.lag(false, lagging);
            }
        } finally {
            delete(folder);
        }
    }

    private static long play(TestPlatform platform, Random random, long from) {
        LogRecordWriter writer = new LogRecordWriter();
        long clock = from;
        int records = 20 + random.nextInt(150);
        for (int i = 0; i < records; i++) {
            clock += random.nextInt(4_000);
            int what = random.nextInt(40);
            if (what == 0) {
                platform.control(new LogRecord.Heartbeat(clock));
            } else if (what == 1) {
                platform.put(platform.shardOf("x"), new LogRecord.Watermark(clock - random.nextInt(60_000)));
            } else if (what == 2 && random.nextInt(4) == 0) {
                platform.putQuarantined(
                        platform.shardOf("x"), "broken".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else if (what == 3) {
                LogRecord.Events events = record(random, clock);
                platform.putQuarantined(platform.shardOf(events.deviceId()), writer.write(events));
            } else if (what == 4 && random.nextInt(5) == 0) {
                reshard(platform, random);
            } else {
                platform.put(record(random, clock));
            }
        }
        return clock;
    }

    private static int children;

    private static void reshard(TestPlatform platform, Random random) {
        String parent = platform.shardOf("device-" + random.nextInt(5));
        String other = platform.shardOf("device-" + random.nextInt(5));
        String child = "shardId-child-" + String.format("%06d", children++);
        if (parent.equals(other)) {
            platform.reshard(child, parent);
        } else {
            platform.reshard(child, parent, other);
        }
    }

    private static LogRecord.Events record(Random random, long clock) {
        long received = clock - random.nextInt(3_000);
        boolean sent = random.nextBoolean();
        long wrong = random.nextInt(3) == 0 ? random.nextInt(120_000) - 60_000 : 0;
        String receivedAt = IsoInstant.format(received);
        String sentAt = sent ? IsoInstant.format(received - wrong - random.nextInt(2_000)) : null;
        List<LoggedEvent> events = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long back = random.nextInt(5) == 0 ? random.nextInt(120_000) : random.nextInt(8_000);
            String value = random.nextInt(5) == 0 ? null : Integer.toString(random.nextInt(200) - 100) + ".5";
            Map<String, String> attributes = random.nextInt(6) == 0
                    ? Map.of()
                    : Map.of("team", List.of("red", "blue", "42", "green").get(random.nextInt(4)));
            events.add(TestEvents.event(
                    "e" + random.nextInt(400),
                    random.nextInt(10) == 0 ? null : IsoInstant.format(received - wrong - back),
                    sentAt,
                    receivedAt,
                    value,
                    attributes));
        }
        return TestEvents.record("device-" + random.nextInt(5), receivedAt, sentAt, events);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

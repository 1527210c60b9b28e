package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.PublishedBooks;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** After any nights, what is published is what one night says over the whole archive from nothing. */
class NightsProperties {

    private static final String HEAD = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT10S, idleBound: PT20S}
            deduplicateFor: PT1M
            views:
            """;
    private static final String SESSIONS =
            "  - {name: s%s, key: deviceId, window: {session: PT%sH, boundary: %s}, aggregates: [count, sum], latePaneEvery: PT10S}%n";
    private static final String OTHERS = """
              - {name: hours, key: deviceId, window: {fixed: PT3H}, aggregates: [count, sum]}
              - {name: days, key: none, window: {sliding: P2D, every: P1D}, aggregates: [count], allowedLateness: P1D, latePaneEvery: PT12H}
              - {name: weeks, key: none, window: {calendar: week, zone: Asia/Seoul}, aggregates: [count]}
              - {name: arrivals, key: none, time: received, window: {fixed: P1D}, aggregates: [count]}
              - {name: pairs, join: {left: impression, right: click, on: attributes.ad, within: PT30H}, key: none, window: {fixed: PT6H}, aggregates: [count]}
            """;

    private static final Instant DAY_0 = Instant.parse("2026-11-02T00:00:00Z");

    private static String sessions(int hours, String boundary) {
        return String.format(SESSIONS, hours, hours, boundary);
    }

    /** A log in which every event has come, and nights at any time. */
    private static final class Story implements AutoCloseable {
        final Path folder = Files.createTempDirectory("nights");
        final TestPlatform platform;
        final TestNight night;
        private Instant now = DAY_0;
        private int ids;

        Story(String views) throws IOException {
            platform = new TestPlatform(TestEvents.views(HEAD + views), 1);
            night = new TestNight(platform, folder.resolve("nights"));
        }

        /** An event of worth 1, that comes as soon as it happens or, if that is long ago, now. */
        void event(String device, Duration at, String type, String ad) {
            Instant occurred = DAY_0.plus(at);
            now = occurred.isAfter(now) ? occurred : now;
            LogRecord.Events event = TestEvents.one(
                    device,
                    "e" + ids++,
                    IsoInstant.format(occurred.toEpochMilli()),
                    IsoInstant.format(now.plusSeconds(1).toEpochMilli()),
                    "1",
                    Map.of("ad", ad));
            platform.put(TestEvents.typed(event, type));
        }

        void event(String device, String at) {
            event(device, Duration.parse(at), "score", "none");
        }

        /** All that came is closed up to now, and a night runs. */
        NightResult night(LocalDate from, LocalDate to) {
            platform.control(new LogRecord.Watermark(now.toEpochMilli()));
            platform.close();
            night.now = now.plusSeconds(3_600);
            NightResult result = night.run(from, to);
            assertThat(result.summary().faults()).isEmpty();
            assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
            return result;
        }

        /** Days after the last event everything is final. */
        void end() {
            now = now.plus(Duration.ofDays(10));
            night(null, null);
        }

        PublishedBooks books() {
            return PublishedBooks.of(platform, night.report());
        }

        /** What one night says that knows of no other. */
        PublishedBooks fromNothing() {
            platform.items.all(Table.CORRECTIONS).forEach(item -> platform.items.remove(Table.CORRECTIONS, item));
            platform.objects.list("batch/").forEach(platform.objects::remove);
            TestNight only = new TestNight(platform, folder.resolve("only"));
            only.now = night.now;
            assertThat(only.run().exitCode()).isEqualTo(ExitCode.PASS);
            return PublishedBooks.of(platform, only.report());
        }

        void assertIsWhole(String of) {
            PublishedBooks nights = books();
            PublishedBooks once = fromNothing();
            assertThat(nights.windows()).as("windows, %s", of).isEqualTo(once.windows());
            assertThat(nights.corrections()).as("corrections, %s", of).isEqualTo(once.corrections());
            assertThat(nights.verifiedThrough()).as("verified through, %s", of).isEqualTo(once.verifiedThrough());
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Ten events over four days, each less than twelve hours after the other; one more comes a week late. */
    private static void longSession(Story story) {
        for (String at : List.of(
                "PT4H",
                "PT9H",
                "PT14H",
                "PT19H",
                "PT24H30M",
                "PT34H30M",
                "PT44H30M",
                "PT54H30M",
                "PT64H30M",
                "PT74H30M")) {
            story.event("q", at);
        }
        story.event("r", "P10D");
    }

    private static List<String> countsOf(Story story, String view, String day) {
        List<String> counts = new ArrayList<>();
        for (String row : story.books().windows().getOrDefault(day, List.of())) {
            String[] cells = row.split(",", -1);
            if (cells[0].equals(view) && cells[3].equals("q") && cells[4].equals("count")) {
                counts.add(cells[6] + " " + cells[7]);
            }
        }
        return counts;
    }

    /** Two views walk over the same midnights, and neither stops where the other has been. */
    @Example
    void aLateEventIsInTheSessionThatEndsDaysLater() throws IOException {
        try (Story story = new Story(sessions(6, "exclusive") + sessions(12, "exclusive"))) {
            longSession(story);
            story.night(null, null);
            assertThat(countsOf(story, "s12", "2026-11-05")).containsExactly("10 10");

            story.event("q", "PT8H");
            story.night(null, null);

            assertThat(countsOf(story, "s12", "2026-11-05")).containsExactly("10 11");
            assertThat(countsOf(story, "s6", "2026-11-03")).contains("5 6");
            assertThat(story.books().corrections().keySet())
                    .anyMatch(key -> key.contains("#2026-11-05#2026-11-02T04:00:00.000Z/2026-11-05T14:30:00.000Z#q"));
            story.assertIsWhole("a late event");
        }
    }

    /** A day that was asked for is no end of the way either. */
    @Example
    void aDayThatIsAskedForEndsNoWalk() throws IOException {
        try (Story story = new Story(sessions(12, "exclusive"))) {
            longSession(story);
            story.night(null, null);
            story.event("q", "PT8H");
            story.night(LocalDate.parse("2026-11-03"), LocalDate.parse("2026-11-03"));
            assertThat(countsOf(story, "s12", "2026-11-05")).containsExactly("10 11");
            story.assertIsWhole("a day asked for");
        }
    }

    /** With a gap of more than a day there are days on the way that no session ends on. */
    @Example
    void aSessionPassesOverDaysOnWhichNoneEnds() throws IOException {
        try (Story story = new Story(sessions(48, "exclusive"))) {
            story.event("q", "PT1H");
            story.event("q", "PT71H");
            story.event("q", "PT118H");
            story.event("r", "P20D");
            story.night(null, null);
            story.event("q", "PT24H");
            story.night(null, null);
            story.assertIsWhole("a gap of two days");
        }
    }

    /** Events exactly one gap apart are one session: an event at midnight takes away one that ended there. */
    @Example
    void anEventAtMidnightTakesTheSessionOfTheDayBefore() throws IOException {
        try (Story story = new Story(sessions(6, "inclusive"))) {
            story.event("q", "PT18H");
            story.event("r", "P10D");
            story.night(null, null);
            story.event("q", "PT24H");
            story.night(null, null);
            assertThat(countsOf(story, "s6", "2026-11-02")).isEmpty();
            story.assertIsWhole("an event at midnight");
        }
    }

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void anyNightsSayWhatOneNightSays(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String views = sessions(6, "inclusive") + sessions(12, "exclusive") + sessions(30, "exclusive") + OTHERS;
        try (Story story = new Story(views)) {
            int hour = 0;
            for (int i = 0; i < 60; i++) {
                hour += random.nextInt(9);
                boolean late = hour > 24 && random.nextInt(5) == 0;
                int at = late ? Math.max(0, hour - 12 - random.nextInt(200)) : hour;
                story.event(
                        "device-" + random.nextInt(2),
                        Duration.ofHours(at),
                        List.of("score", "impression", "click").get(random.nextInt(3)),
                        "ad-" + random.nextInt(4));
                if (random.nextInt(12) == 0) {
                    LocalDate day = LocalDate.parse("2026-11-02").plusDays(random.nextInt(1 + hour / 24));
                    boolean asked = random.nextInt(3) == 0;
                    story.night(asked ? day : null, asked ? day : null);
                }
            }
            story.end();
            story.assertIsWhole("seed " + seed);
        }
    }
}

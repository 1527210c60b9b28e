package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.report.ViewCounts;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import dev.tidemark.window.versions.VersionedViews;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A changed view is in force from its {@code views} record on, shard by shard. Windows with an event from before are not
 * compared, and never unexplained; all others are, as always.
 *
 * <p>Red scores in one shard and blue in another, every ten seconds from 12:00 to 12:10: six events a minute each.
 */
class CoverageTest {

    private static final String OLD = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-device
                key: deviceId
                window: {fixed: PT1M}
                aggregates: [count]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final String PER_TEAM = """
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final String VISITS = """
              - name: visits
                key: deviceId
                window: {session: PT1M}
                aggregates: [count]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final String CONVERSIONS = """
              - name: conversions
                join: {left: impression, right: click, on: attributes.ad, within: PT1M}
                key: attributes.ad
                window: {fixed: PT1M}
                aggregates: [count]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;
    private static final String RED = "shardId-000000000000";
    private static final String BLUE = "shardId-000000000001";

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;
    private VersionedViews withTeams;
    private String red = RED;
    private String blue = BLUE;

    @BeforeEach
    void withTheOldViews() {
        platform = new TestPlatform(TestEvents.views(OLD), 2);
        platform.recordsAnObject = 10;
        night = new TestNight(platform, folder);
        withTeams = TestEvents.views(OLD + PER_TEAM);
    }

    /** Both teams score in {@code [from, to)}, seconds after 12:00. */
    private void play(int from, int to) {
        for (int second = from; second < to; second += 10) {
            score(red, "red", second);
            score(blue, "blue", second);
        }
    }

    private void score(String shard, String team, int second) {
        platform.put(
                shard,
                TestEvents.one(
                        "device-" + team,
                        team + "-" + second,
                        at(second),
                        at(second + 2),
                        Integer.toString(second),
                        Map.of("team", team)));
    }

    private void change(String shard, VersionedViews next) {
        platform.put(shard, new LogRecord.ViewsChanged(next.version()));
    }

    private void finish() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private static String at(int second) {
        return IsoInstant.format(IsoInstant.parse("2026-11-22T12:00:00.000Z") + second * 1000L);
    }

    private void playWithAChangeInMinuteTwo() {
        play(0, 150);
        platform.deploy(withTeams);
        change(RED, withTeams);
        change(BLUE, withTeams);
        play(150, 600);
        finish();
    }

    private static ViewCounts view(NightResult result, String name) {
        return result.summary().views().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of the counts of a team: minute, stream, batch and unexplained. */
    private List<String> counts(String team) {
        List<String> counts = new ArrayList<>();
        for (List<String> row : TestEvents.rows(night.report().resolve("2026-11-22/windows.csv"))) {
            if (row.get(0).equals("per-team")
                    && row.get(3).equals(team)
                    && row.get(4).equals("count")) {
                counts.add(row.get(1).substring(11, 16) + " " + row.get(6) + " " + row.get(7) + " " + row.get(13));
            }
        }
        return counts;
    }

    private void assertNothingIsWrong(NightResult result) {
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.summary().unexplained().cells()).isZero();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void windowsBeforeAndOverTheChangeAreNotComparedAndThoseBehindItAre() {
        playWithAChangeInMinuteTwo();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(view(result, "per-team").cells()).isEqualTo(20);
        assertThat(view(result, "per-team").notCovered()).isEqualTo(6);
        assertThat(counts("red"))
                .startsWith("12:00 0 6 ", "12:01 0 6 ", "12:02 3 6 ", "12:03 6 6 0", "12:04 6 6 0")
                .hasSize(10);
    }

    @Test
    void aViewThatStaysIsCoveredThroughout() {
        playWithAChangeInMinuteTwo();
        NightResult result = night.run();
        assertThat(view(result, "per-device").notCovered()).isZero();
        assertThat(view(result, "per-device").count().streamFinal()).isEqualTo(120);
    }

    @Test
    void whatTheStreamDidNotCountIsCorrected() {
        playWithAChangeInMinuteTwo();
        night.run();
        List<Item> corrections = platform.items.all(Table.CORRECTIONS);
        assertThat(corrections.stream()
                        .filter(item -> item.number("count") != null)
                        .map(item -> item.number("count")))
                .containsExactly(
                        BigDecimal.valueOf(6),
                        BigDecimal.valueOf(6),
                        BigDecimal.valueOf(6),
                        BigDecimal.valueOf(6),
                        BigDecimal.valueOf(6),
                        BigDecimal.valueOf(6));
    }

    @Test
    void aCellThatIsChangedBehindTheChangeIsFound() {
        playWithAChangeInMinuteTwo();
        alter("12:03:00.000Z");
        NightResult result = night.run();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(NightFault.FaultKind.CELL);
            assertThat(fault.windowStart()).isEqualTo(IsoInstant.parse("2026-11-22T12:03:00.000Z"));
            assertThat(fault.key()).isEqualTo("red");
        });
    }

    @Test
    void aCellOfAWindowOverTheChangeIsNotCompared() {
        playWithAChangeInMinuteTwo();
        alter("12:02:00.000Z");
        assertNothingIsWrong(night.run());
    }

    private void alter(String minute) {
        Item cell = platform.items.all(Table.CELLS).stream()
                .filter(item -> item.pk().contains(minute) && item.sk().endsWith("#red"))
                .findFirst()
                .orElseThrow();
        platform.items.put(Table.CELLS, cell.with("sum", BigDecimal.valueOf(999)));
    }

    @Test
    void eachShardChangesAtItsOwnRecord() {
        play(0, 150);
        platform.deploy(withTeams);
        change(RED, withTeams);
        play(150, 270);
        change(BLUE, withTeams);
        play(270, 600);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(counts("red")).contains("12:02 3 6 ", "12:03 6 6 0", "12:04 6 6 0");
        assertThat(counts("blue")).contains("12:02 0 6 ", "12:03 0 6 ", "12:04 3 6 ", "12:05 6 6 0");
        assertThat(view(result, "per-team").notCovered()).isEqualTo(3 + 5);
    }

    @Test
    void aRunThatGoesOnFromACheckpointBehindTheChangeSaysTheSame() {
        play(0, 100);
        platform.close();
        night.run();
        play(100, 150);
        platform.deploy(withTeams);
        change(RED, withTeams);
        change(BLUE, withTeams);
        play(150, 200);
        platform.close();
        night.run();
        play(200, 600);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(view(result, "per-team").notCovered()).isEqualTo(6);
        assertThat(counts("blue")).startsWith("12:00 0 6 ", "12:01 0 6 ", "12:02 3 6 ", "12:03 6 6 0");
    }

    @Test
    void aChildGoesOnWithItsParentsVersion() {
        play(0, 150);
        platform.deploy(withTeams);
        change(RED, withTeams);
        play(150, 200);
        platform.reshard("shardId-000000000002", RED);
        platform.reshard("shardId-000000000003", BLUE);
        red = "shardId-000000000002";
        blue = "shardId-000000000003";
        play(200, 600);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(counts("red")).contains("12:02 3 6 ", "12:03 6 6 0", "12:09 6 6 0");
        assertThat(counts("blue")).contains("12:02 0 6 ", "12:03 0 6 ", "12:09 0 6 ");
    }

    @Test
    void aChildOfTwoGoesOnWithTheSecondsVersion() {
        play(0, 150);
        platform.deploy(withTeams);
        change(RED, withTeams);
        play(150, 200);
        platform.close();
        night.run();
        platform.reshard("shardId-000000000002", RED, BLUE);
        red = "shardId-000000000002";
        blue = "shardId-000000000002";
        play(200, 600);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(counts("red")).contains("12:02 3 6 ", "12:03 2 6 ", "12:04 0 6 ", "12:09 0 6 ");
        assertThat(view(result, "per-team").notCovered()).isEqualTo(20);
    }

    @Test
    void whereHeadsNameNoVersionEveryViewIsInForceFromTheBeginning() {
        platform = new TestPlatform(withTeams, 2);
        platform.headsHaveVersions = false;
        night = new TestNight(platform, folder);
        play(0, 600);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(view(result, "per-team").notCovered()).isZero();
        assertThat(counts("red")).startsWith("12:00 6 6 0").hasSize(10);
    }

    @Test
    void aSessionOverTheChangeIsNotComparedAndTheNextIs() {
        VersionedViews withVisits = TestEvents.views(OLD + VISITS);
        play(0, 50);
        platform.deploy(withVisits);
        change(RED, withVisits);
        change(BLUE, withVisits);
        play(50, 100);
        play(300, 400);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(view(result, "visits").cells()).isEqualTo(4);
        assertThat(view(result, "visits").notCovered()).isEqualTo(2);
        assertThat(view(result, "visits").count().batch()).isEqualTo(40);
        assertThat(view(result, "visits").count().streamFinal()).isEqualTo(30);
    }

    @Test
    void aPairWithAHalfFromBeforeTheChangeIsNotComparedAndSuchAHalfIsNotLonely() {
        VersionedViews withConversions = TestEvents.views(OLD + CONVERSIONS);
        half("impression", "lonely", 20);
        half("impression", "over", 50);
        platform.deploy(withConversions);
        change(RED, withConversions);
        change(BLUE, withConversions);
        half("click", "over", 70);
        half("impression", "behind", 80);
        half("click", "behind", 90);
        half("impression", "lonely", 100);
        finish();
        NightResult result = night.run();
        assertNothingIsWrong(result);
        assertThat(TestEvents.rows(night.report().resolve("2026-11-22/windows.csv")).stream()
                        .filter(row -> row.get(0).equals("conversions"))
                        .map(row -> row.get(3) + " " + row.get(6) + " " + row.get(7) + " " + row.get(13)))
                .containsExactly("behind 1 1 0", "over 0 1 ");
        assertThat(view(result, "conversions").notCovered()).isEqualTo(1);
    }

    private void half(String type, String ad, int second) {
        platform.put(
                RED,
                TestEvents.typed(
                        TestEvents.one(
                                "phone", type + "-" + second, at(second), at(second + 2), null, Map.of("ad", ad)),
                        type));
    }
}

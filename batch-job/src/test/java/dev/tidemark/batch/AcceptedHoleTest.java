package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.stage.HoleAcceptance;
import dev.tidemark.batch.state.Published;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.AcceptedHoleItem;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hole that cannot be mended holds every night, until a person accepts it by name; then it stays in the report. */
class AcceptedHoleTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT2M
                latePaneEvery: PT1M
              - name: sliding
                key: attributes.team
                window: {sliding: PT4M, every: PT2M}
                aggregates: [count]
              - name: sessions
                key: deviceId
                window: {session: PT1M}
                aggregates: [count]
            """;
    private static final long NOW = IsoInstant.parse("2026-11-25T00:00:00.000Z");

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;
    private String hole;

    /**
     * An hour of two teams, each of them in a shard of its own; the second object of the red one's is lost. By the clock
     * of the log, which is five minutes slow, it is the first that arrived after noon.
     */
    @BeforeEach
    void anHourWithAHole() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 2);
        platform.recordsAnObject = 30;
        night = new TestNight(platform, folder);
        for (int second = 0; second < 3_600; second += 10) {
            platform.arrivalMillis = IsoInstant.parse(at(second - 300));
            for (String team : List.of("red", "blue")) {
                platform.put(TestEvents.one(
                        "device-" + team, team + "-" + second, at(second), at(second + 2), "1", Map.of("team", team)));
            }
        }
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        String shard = platform.shardOf("device-red");
        assertThat(shard).isNotEqualTo(platform.shardOf("device-blue"));
        hole = platform.objects.list("archive/").stream()
                .filter(key -> key.contains(shard))
                .toList()
                .get(1);
        platform.objects.remove(hole);
    }

    private static String at(int second) {
        return IsoInstant.format(IsoInstant.parse("2026-11-22T12:00:00.000Z") + second * 1000L);
    }

    private HoleAcceptance.Acceptance accept(String name) {
        return new HoleAcceptance(platform.items, platform.objects).accept(name, NOW);
    }

    private List<AcceptedHoleItem> accepted() {
        List<AcceptedHoleItem> all = new ArrayList<>();
        platform.items.query(AcceptedHoleItem.all(), all::add);
        return all;
    }

    @Test
    void nobodyAcceptsItAndNoNightIsPublished() {
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(Published.read(platform.items)).isEmpty();
    }

    @Test
    void acceptedItIsNoFaultTheNightGoesOnAndTheReportNamesIt() throws Exception {
        assertThat(accept(hole)).isInstanceOf(HoleAcceptance.HoleAccepted.class);

        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().unexplained().events()).isZero();
        assertThat(result.summary().notes())
                .anyMatch(note -> note.contains("accepted hole") && note.contains(hole) && note.contains("2026-11-25"));
        // 30 events of red, from 12:05 to 12:10.
        assertThat(result.summary().views().get(0).notCovered()).isEqualTo(5);
        assertThat(Published.read(platform.items)
                        .orElseThrow()
                        .verifiedThrough()
                        .values())
                .hasSize(3)
                .allMatch(through -> through == IsoInstant.parse("2026-11-23T00:00:00.000Z"));
        assertThat(Files.readString(night.report().resolve("ledger.txt"))).contains(hole);
        assertThat(Files.readString(night.report().resolve("2026-11-22/summary.json")))
                .contains(hole);
    }

    /** The stream has counted what the archive has lost: what it says there is not corrected. */
    @Test
    void theStreamsPanesStay() {
        accept(hole);
        night.run();

        assertThat(platform.items.all(Table.CORRECTIONS))
                .extracting(Item::sk)
                .noneMatch(sort -> sort.contains("T12:") && sort.contains("red"));
    }

    @Test
    void nextNightsStillKnowIt() {
        accept(hole);
        night.run();
        platform.put(TestEvents.one("device-red", "late", at(300), at(90_000), "1", Map.of("team", "red")));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-25T00:00:00.000Z")));
        platform.close();

        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().notes()).anyMatch(note -> note.contains(hole));
    }

    @Test
    void itIsAlsoNamedByShardAndSequenceNumbersAndTwiceIsAsOnce() {
        String name = hole.replaceFirst(".*/shard=", "").replace(".ndjson.gz", "");

        assertThat(accept(name)).isInstanceOf(HoleAcceptance.HoleAccepted.class);
        List<AcceptedHoleItem> once = accepted();
        assertThat(accept(name.replaceFirst("/0+", "/").replaceFirst("-0+([0-9]+)$", "-$1")))
                .isInstanceOf(HoleAcceptance.HoleAccepted.class);
        assertThat(accept(hole)).isInstanceOf(HoleAcceptance.HoleAccepted.class);

        assertThat(accepted()).isEqualTo(once).hasSize(1);
        assertThat(once.get(0).name()).isEqualTo(name);
        assertThat(once.get(0).objectKey()).isEqualTo(hole);
    }

    @Test
    void anAlteredObjectIsAHoleToo() {
        platform.objects.put(hole, new byte[] {1});

        assertThat(accept(hole)).isInstanceOf(HoleAcceptance.HoleAccepted.class);
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.WARNING);
    }

    @Test
    void whatIsThereIsNoHole() {
        String whole = platform.objects.list("archive/").get(0);

        assertThat(accept(whole))
                .isEqualTo(new HoleAcceptance.NoHole(whole + " is there, as its journal entry says: it is no hole"));
        assertThat(accepted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shardId-000000000000/1-2 | the archive's journal has no object of shardId-000000000000 from ",
                "archive/arrival=2026-11-22T00/shard=x/7-9.ndjson.gz | the archive's journal has no object of x from ",
                "everything | a hole is named by its archive object, or as <shard>/<first>-<last>, not 'everything'",
                "quarantine/x/7-9.ndjson.gz | a hole is named by its archive object, or as <shard>/<first>-<last>, not ",
            })
    void whatDoesNotExistIsRefused(String name, String reason) {
        assertThat(accept(name)).isInstanceOfSatisfying(HoleAcceptance.NoHole.class, none -> assertThat(none.reason())
                .startsWith(reason));
    }

    /** Red's hole ends at 12:10; until 12:20 something may repeat what was in it. */
    @ParameterizedTest
    @CsvSource({"blue, 12:07, true", "red, 12:07, false", "red, 12:19, false", "red, 12:21, true", "red, 12:50, true"})
    void itExcusesNothingElse(String team, String minute, boolean found) {
        accept(hole);
        platform.items.put(Table.CELLS, cell(team, minute).with("sum", BigDecimal.valueOf(999)));

        NightResult result = night.run();

        assertThat(result.summary().faults()).hasSize(found ? 1 : 0);
        assertThat(result.summary().faults()).allMatch(fault -> fault.kind() == NightFault.FaultKind.CELL);
    }

    /** Nothing of 12:02 arrived in the hour of the hole, or later. */
    @ParameterizedTest
    @CsvSource({"red, 12:02, true", "red, 12:12, false", "red, 12:21, true", "blue, 12:12, true"})
    void aCellThatTheStreamHasLostIsExcusedIfSomethingBehindTheHoleWentIntoIt(
            String team, String minute, boolean found) {
        accept(hole);
        platform.items.remove(Table.CELLS, cell(team, minute));

        assertThat(night.run().summary().faults()).hasSize(found ? 1 : 0);
    }

    private Item cell(String team, String minute) {
        return platform.items.all(Table.CELLS).stream()
                .filter(item -> item.pk().startsWith("per-team@")
                        && item.pk().contains("T" + minute)
                        && item.sk().endsWith("#" + team))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whereTheStepsHaveExpiredTheHoleReachesToTheHeadsClock() {
        stepsExpire();

        accept(hole);

        assertThat(accepted()).extracting(AcceptedHoleItem::untilMillis).containsExactly(IsoInstant.parse(at(3_592)));
    }

    private void stepsExpire() {
        platform.items.all(Table.JOURNAL).stream()
                .filter(item -> item.pk().startsWith("step#"))
                .forEach(step -> platform.items.remove(Table.JOURNAL, step));
    }

    /** The parent's last object is lost and no step says where it ended, but its head does: the child begins with that. */
    @Test
    void aHoleReachesIntoTheChildrenOfItsShard() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        platform.recordsAnObject = 30;
        night = new TestNight(platform, folder);
        for (int second = 0; second < 600; second += 10) {
            platform.put(TestEvents.one("phone", "e" + second, at(second), at(second + 2), "1", Map.of("team", "red")));
        }
        hole = platform.objects.list("archive/").get(1);
        platform.objects.remove(hole);
        platform.reshard("shardId-000000000009", platform.shardOf("phone"));
        platform.put(TestEvents.one("tablet", "late", at(500), at(602), "1", Map.of("team", "blue")));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        stepsExpire();
        accept(hole);

        assertThat(night.run().summary().faults()).isEmpty();
    }

    /** Red's last object is lost, with it a left half whose right one came in time, and the steps have expired. */
    @Test
    void aPairOfWhichAHalfWasInTheHoleIsExcusedAndTheHalvesThatTheHeadsCountAreANote() {
        platform = new TestPlatform(TestEvents.views(JOIN), 1);
        platform.recordsAnObject = 4;
        night = new TestNight(platform, folder);
        half("left", "a", 0);
        half("left", "b", 10);
        half("left", "lonely", 20);
        half("left", "c", 30);
        half("right", "b", 1_500);
        half("right", "x", 1_510);
        half("right", "y", 1_520);
        half("right", "z", 1_530);
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        hole = platform.objects.list("archive/").get(0);
        platform.objects.remove(hole);
        accept(hole);

        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().views().get(0).notCovered()).isEqualTo(1);
        assertThat(result.summary().notes())
                .anyMatch(note -> note.startsWith("unmatched left halves of view pairs@")
                        && note.contains("the heads count 3; the decisions give 0")
                        && note.endsWith("an accepted hole may have had what is between"));
    }

    private static final String JOIN = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: pairs
                join: {left: left, right: right, on: attributes.on, within: PT30M}
                key: none
                window: {fixed: PT1M}
                aggregates: [count]
                allowedLateness: PT2M
                latePaneEvery: PT1M
            """;

    private void half(String type, String on, int second) {
        platform.put(TestEvents.typed(
                TestEvents.one("phone", type + on, at(second), at(second + 2), null, Map.of("on", on)), type));
    }
}

package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.Lifetime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that expire unread leave no trace but the steps on either side, and how late the one behind them was written. */
class ExpiredRecordsTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT1H
            views:
              - {name: all, key: none, window: {fixed: PT1H}, aggregates: [count], allowedLateness: PT0S}
            """;
    private static final String BEFORE = "2026-11-22T12:00:00.000Z";
    private static final String BEHIND = "2026-11-23T13:00:00.000Z";

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;
    private String shard;

    @BeforeEach
    void oneShard() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        shard = platform.shardOf("phone");
        night = new TestNight(platform, folder);
        night.now = Instant.parse("2026-11-25T02:30:00Z");
    }

    private LogRecord.Events event(String id, String at) {
        platform.arrivalMillis = IsoInstant.parse(at);
        return TestEvents.one("phone", id, at, at, null, Map.of());
    }

    /** The stream reads on with the record of the 23rd, on this day, and to the end. */
    private void readOn(String day) {
        stepsAreWritten("2026-11-22T12:00:01.000Z");
        platform.put(event("behind", BEHIND));
        stepsAreWritten(day + "T14:00:00.000Z");
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-25T00:00:00.000Z")));
        platform.close();
        stepsAreWritten(day + "T14:00:00.000Z");
    }

    /** Gives the time of their writing to the steps that have none yet. */
    private void stepsAreWrittenExactly(String at) {
        for (Item item : platform.items.all(Table.JOURNAL)) {
            if (item.pk().startsWith("step#") && !item.fields().containsKey("written")) {
                platform.items.put(Table.JOURNAL, item.with("written", IsoInstant.parse(at)));
            }
        }
        stepsAreWritten(at);
    }

    /** Gives a time to live to the steps that have none yet: those of earlier releases have no other. */
    private void stepsAreWritten(String at) {
        long ttl = Lifetime.WORKING.expiresAtSecond(IsoInstant.parse(at)).orElseThrow();
        for (Item item : platform.items.all(Table.JOURNAL)) {
            if (item.pk().startsWith("step#") && !item.fields().containsKey(Table.TIME_TO_LIVE)) {
                platform.items.put(Table.JOURNAL, item.with(Table.TIME_TO_LIVE, ttl));
            }
        }
    }

    @Test
    void whatOnlyTheStreamMissedIsSkippedAndCountedFromTheArchive() {
        platform.put(event("before", BEFORE));
        platform.putUnseen(shard, event("expired-1", "2026-11-22T12:10:00.000Z"));
        platform.putUnseen(shard, event("expired-2", "2026-11-22T12:20:00.000Z"));
        readOn("2026-11-24");

        NightResult result = night.run();

        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().events().skipped()).isEqualTo(2);
        assertThat(result.summary().total().skipped()).isEqualTo(2);
        assertThat(result.summary().total().batch()).isEqualTo(4);
        assertThat(result.summary().unexplained().events()).isZero();
    }

    /** Nothing can have expired within a day: then the stream has lost it. */
    @Test
    void whatTheStreamMissedAndHadTimeForIsUnexplained() {
        platform.put(event("before", BEFORE));
        platform.putUnseen(shard, event("lost", "2026-11-22T12:10:00.000Z"));
        readOn("2026-11-23");

        NightResult result = night.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().unexplained().events()).isEqualTo(1);
        assertThat(result.summary().events().skipped()).isZero();
    }

    /** Of a step that says when it was written, the day on which that was does not matter. */
    @Test
    void whatTheStreamLostJustBeforeMidnightIsUnexplained() {
        platform.put(event("before", "2026-11-22T23:59:57.000Z"));
        platform.putUnseen(shard, event("lost", "2026-11-22T23:59:58.000Z"));
        platform.put(event("behind", "2026-11-22T23:59:59.000Z"));
        stepsAreWrittenExactly("2026-11-23T00:00:01.000Z");
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-25T00:00:00.000Z")));
        platform.close();
        stepsAreWrittenExactly("2026-11-23T00:00:01.000Z");

        NightResult result = night.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().unexplained().events()).isEqualTo(1);
        assertThat(result.summary().events().skipped()).isZero();
    }

    /** And what had a day to expire has expired. */
    @Test
    void aStepThatWasWrittenADayLaterMayHavePassedOverWhatHadExpired() {
        platform.put(event("before", "2026-11-22T23:59:57.000Z"));
        platform.putUnseen(shard, event("expired", "2026-11-22T23:59:58.000Z"));
        platform.put(event("behind", "2026-11-22T23:59:59.000Z"));
        stepsAreWrittenExactly("2026-11-23T23:59:59.000Z");
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-25T00:00:00.000Z")));
        platform.close();
        stepsAreWrittenExactly("2026-11-23T23:59:59.000Z");

        NightResult result = night.run();

        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().events().skipped()).isEqualTo(1);
    }

    @Test
    void whatBothMissedIsARangeOfUnknownNumberInEachReportOfItsDays() throws Exception {
        platform.put(event("before", BEFORE));
        readOn("2026-11-24");
        MissedRange range = new MissedRange(shard, IsoInstant.parse(BEFORE), IsoInstant.parse(BEHIND));

        NightResult result = night.run();

        assertThat(result.summary().missed()).containsExactly(range);
        assertThat(result.summary().notes()).contains(range.inWords());
        assertThat(result.exitCode()).isEqualTo(ExitCode.WARNING);
        assertThat(result.summary().unexplained().events()).isZero();
        assertThat(Files.readString(night.report().resolve("ledger.txt")))
                .contains("beside it, number unknown: what arrived in " + shard + " from " + BEFORE + " to " + BEHIND);
        LocalDate day = LocalDate.parse("2026-11-22");
        assertThat(night.run(day, day).summary().missed())
                .as("the next night still knows it")
                .containsExactly(range);
        assertThat(Files.readString(night.report().resolve("2026-11-22/summary.json")))
                .contains("\"missed\"", BEHIND);
    }

    @Test
    void aSilenceOfWhichNothingCanHaveExpiredIsNone() {
        platform.put(event("before", BEFORE));
        readOn("2026-11-23");

        NightResult result = night.run();

        assertThat(result.summary().missed()).isEqualTo(List.of());
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
    }

    /** Where steps may have been deleted by their time to live, that there is none says nothing. */
    @Test
    void stepsThatHaveGoneHideNothing() {
        platform.put(event("before", BEFORE));
        platform.put(event("read", "2026-11-22T12:10:00.000Z"));
        readOn("2026-11-24");
        Item gone = platform.items.all(Table.JOURNAL).stream()
                .filter(item -> item.pk().startsWith("step#"))
                .skip(1)
                .findFirst()
                .orElseThrow();
        platform.items.remove(Table.JOURNAL, gone);
        night.now = Instant.parse("2026-12-23T02:30:00Z");

        NightResult result = night.run();

        assertThat(result.summary().events().skipped()).isZero();
        assertThat(result.summary().faults()).isEmpty();
    }
}

package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.MemoryItems;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.batch.state.Published;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that dies at any of its writes to the table leaves what is published, and nothing that stays. */
class StoppedNightTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-22");
    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count]
                allowedLateness: PT0S
                latePaneEvery: PT1M
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;

    /** A window on time, and one event that comes half an hour late: one correction. */
    @BeforeEach
    void aDayWithACorrection() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        night = new TestNight(platform, folder);
        arrive("on time", 0);
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-22T12:30:00.000Z")));
        arrive("late", 30);
        finish();
        assertThat(night.run().exitCode()).isEqualTo(ExitCode.PASS);
    }

    private void arrive(String id, int receivedMinute) {
        platform.put(TestEvents.one(
                "device",
                id,
                "2026-11-22T12:00:30.000Z",
                "2026-11-22T12:" + String.format("%02d", receivedMinute) + ":30.000Z",
                "1",
                Map.of("team", "red")));
    }

    private void finish() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private String published() {
        return Published.read(platform.items).orElseThrow().run();
    }

    /** What the corrections say of the published run, read as a reader does: by its index. */
    private Map<String, Long> corrected() {
        Map<String, Long> counts = new TreeMap<>();
        for (Item index : corrections("days#" + published())) {
            index.map("runs").forEach((day, run) -> corrections(
                            index.sk().substring(0, index.sk().indexOf('#')) + "#" + day + "#" + run)
                    .forEach(item -> counts.put(item.sk(), item.whole("count"))));
        }
        return counts;
    }

    private List<Item> corrections(String partition) {
        return platform.items.all(Table.CORRECTIONS).stream()
                .filter(item -> item.pk().equals(partition))
                .toList();
    }

    /** Everything in the table but for what is published and the indexes that go by themselves. */
    private List<String> strangers() {
        String run = published();
        return platform.items.all(Table.CORRECTIONS).stream()
                .filter(item -> item.whole(Table.TIME_TO_LIVE) == null)
                .map(Item::pk)
                .filter(pk -> !pk.equals("published") && !pk.equals("days#" + run) && !pk.endsWith("#" + run))
                .toList();
    }

    private static final String WINDOW = "2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#red";

    @Test
    void whereverItDiesWhatIsPublishedStaysAndTheNextRunSweepsTheRest() {
        assertThat(corrected()).containsExactly(Map.entry(WINDOW, 2L));
        int before = platform.items.writes;
        night.run(DAY, DAY);
        int writes = platform.items.writes - before;
        assertThat(writes).isGreaterThan(4);
        for (int done = 0; done < writes; done++) {
            String current = published();
            platform.items.writesUntilDeath = done;
            assertThatExceptionOfType(MemoryItems.Death.class).isThrownBy(() -> night.run(DAY, DAY));
            platform.items.writesUntilDeath = -1;
            assertThat(corrected()).as("after %d writes", done).containsExactly(Map.entry(WINDOW, 2L));

            night.now = night.now.plusSeconds(3_600);
            NightResult next = night.run(DAY, DAY);
            assertThat(next.exitCode()).isEqualTo(ExitCode.PASS);
            assertThat(published()).isNotEqualTo(current);
            assertThat(corrected()).as("after %d writes", done).containsExactly(Map.entry(WINDOW, 2L));
        }
        night.now = night.now.plusSeconds(2 * 86_400);
        night.run(DAY, DAY);
        night.now = night.now.plusSeconds(2 * 86_400);
        night.run(DAY, DAY);
        assertThat(strangers())
                .as("what the last run has taken the place of, which is readable for a day, and the note of it")
                .allMatch(pk -> pk.equals("unindexed") || pk.endsWith("#2026-11-22#" + before()))
                .hasSizeLessThanOrEqualTo(2);
    }

    /** The run before the published one. */
    private String before() {
        return "run-" + (Integer.parseInt(published().substring(4)) - 1);
    }

    @Test
    void whatWasNeverPublishedIsSweptAtOnce() {
        platform.items.writesUntilDeath = 3;
        assertThatExceptionOfType(MemoryItems.Death.class).isThrownBy(() -> night.run(DAY, DAY));
        platform.items.writesUntilDeath = -1;
        String stopped = "#run-2";
        assertThat(platform.items.all(Table.CORRECTIONS))
                .anyMatch(item -> item.pk().endsWith(stopped));
        night.run(DAY, DAY);
        assertThat(platform.items.all(Table.CORRECTIONS))
                .noneMatch(item -> item.pk().endsWith(stopped));
    }

    @Test
    void anOvertakenRunTakesBackWhatItHasWritten() {
        platform.items.beforeSwitch = () -> night.run(DAY, DAY);
        assertThat(night.run(DAY, DAY).exitCode()).isEqualTo(ExitCode.NOT_PUBLISHED);
        assertThat(platform.items.all(Table.CORRECTIONS))
                .noneMatch(item -> item.pk().endsWith("#run-2"));
        assertThat(corrected()).containsExactly(Map.entry(WINDOW, 2L));
    }

    @Test
    void whatWasPublishedIsReadableForADayAndThenGoes() {
        assertThat(published()).isEqualTo("run-1");
        night.run(DAY, DAY);
        assertThat(corrections(platform.views.views().get(0).id() + "#2026-11-22#run-1"))
                .hasSize(1);
        night.now = night.now.plusSeconds(2 * 86_400);
        night.run(DAY, DAY);
        assertThat(corrections(platform.views.views().get(0).id() + "#2026-11-22#run-1"))
                .isEmpty();
        assertThat(corrected()).containsExactly(Map.entry(WINDOW, 2L));
    }
}

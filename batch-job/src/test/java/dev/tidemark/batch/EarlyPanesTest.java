package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Early panes are decided again from the archive, and compared one by one; so is what they leave for the pane on time. */
final class EarlyPanesTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M, requestLifetime: PT5S}
            deduplicateFor: PT2H
            views:
              - name: early
                where: {type: score}
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT2M
                latePaneEvery: PT1M
                earlyEvery: PT10S
                earlyOffset: PT3S
              - name: hopping
                where: {type: score}
                key: attributes.team
                window: {sliding: PT2M, every: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT2M
                latePaneEvery: PT1M
                earlyEvery: PT30S
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;

    /** Two teams score every ten seconds, in two shards whose heartbeats come every twenty. */
    @BeforeEach
    void threeMinutes() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 2);
        for (int second = 0; second < 180; second += 10) {
            for (String team : new String[] {"red", "blue"}) {
                platform.put(TestEvents.one(
                        "device-" + team,
                        team + second,
                        at(second),
                        at(second + 2),
                        Integer.toString(second),
                        Map.of("team", team)));
            }
            if (second % 20 == 0) {
                platform.control(new LogRecord.Heartbeat(IsoInstant.parse(at(second + 9))));
            }
        }
    }

    private static String at(int second) {
        return IsoInstant.format(IsoInstant.parse("2026-11-22T12:00:00.000Z") + second * 1000L);
    }

    private void finish() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    private Item pane(String view, int start, String key, String early) {
        return platform.items.all(Table.WINDOWS).stream()
                .filter(item -> item.pk().startsWith(view + "@")
                        && item.sk().contains("#" + at(start) + "/")
                        && item.sk().startsWith(key + "#")
                        && item.sk().endsWith(early))
                .findFirst()
                .orElseThrow();
    }

    private NightResult night() {
        return new TestNight(platform, folder).run();
    }

    @Test
    void everyEarlyPaneAgrees() {
        finish();
        // Six events a minute; those received before :13 are in the pane that fires at :13.
        Item first = pane("early", 60, "red", "#" + at(73));
        assertThat(first.text("timing")).isEqualTo("EARLY");
        assertThat(first.whole("count")).isEqualTo(2L);
        NightResult result = night();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
    }

    @Test
    void panesOfAWindowThatIsNotCompleteAreComparedUpToTheReceivedWatermark() {
        platform.close();
        Item open = pane("early", 120, "red", "#" + at(133));
        assertThat(night().summary().faults()).isEmpty();
        platform.items.put(Table.WINDOWS, open.with("count", 7L));
        NightResult result = new TestNight(platform, folder.resolve("again")).run();
        assertThat(result.summary().faults()).singleElement().satisfies(fault -> assertThat(fault.object())
                .contains(open.sk()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            an early pane with another count | early   | 60  | 73 | count | count 7
            an early pane with another sum   | hopping | 0   | 60 | sum   | sum 7
            an early pane's place            | early   | 60  | 83 | index | count 3
            what is left for the pane on time | early  | 60  |    | index | ON_TIME
            """)
    void aPaneThatSomebodyChangedIsFound(
            String why, String view, int start, Integer early, String field, String detail) {
        finish();
        Item pane = pane(view, start, "red", early == null ? "#-" : "#" + at(early));
        platform.items.put(Table.WINDOWS, pane.with(field, 7L));
        NightFault fault = onlyPaneFault();
        assertThat(fault.object()).as(why).contains(pane.pk().split("#")[0]).contains(pane.sk());
        assertThat(fault.detail()).contains(detail);
    }

    @Test
    void anEarlyPaneThatIsMissingIsFound() {
        finish();
        Item pane = pane("early", 0, "blue", "#" + at(23));
        platform.items.remove(Table.WINDOWS, pane);
        assertThat(onlyPaneFault().detail()).contains("the pane is missing");
    }

    @Test
    void anEarlyPaneThatDidNotFireIsFound() {
        finish();
        Item pane = pane("early", 0, "blue", "#" + at(23));
        Item extra = new Item(new HashMap<>(pane.fields())).with("sk", pane.sk().replace(at(23), at(173)));
        platform.items.put(Table.WINDOWS, extra);
        assertThat(onlyPaneFault().detail()).contains("the cells give none");
    }

    private NightFault onlyPaneFault() {
        NightResult result = night();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        assertThat(result.summary().faults()).singleElement().satisfies(fault -> assertThat(fault.kind())
                .isEqualTo(NightFault.FaultKind.PANE));
        return result.summary().faults().get(0);
    }
}

package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.NightResult;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of attributes are a stranger's: they differ in case, and hold whatever they like. */
class AttributeNamesTest {

    private static final String HEAD = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;
    private int ids;

    private void views(String views) {
        platform = new TestPlatform(TestEvents.views(HEAD + views), 1);
    }

    private void event(String type, String value, Map<String, String> attributes) {
        String id = "e" + ids++;
        String at = "2026-11-22T12:00:0" + ids + ".000Z";
        platform.put(TestEvents.typed(TestEvents.one("phone", id, at, at, value, attributes), type));
    }

    /** {@code view key aggregate streamFinal batch unexplained} of the rows. */
    private List<String> night() {
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
        TestNight night = new TestNight(platform, folder);
        NightResult result = night.run();
        assertThat(result.summary().faults()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.PASS);
        return TestEvents.rows(night.report().resolve("2026-11-22/windows.csv")).stream()
                .skip(1)
                .map(row -> String.join(" ", row.get(0), row.get(3), row.get(4), row.get(6), row.get(7), row.get(13)))
                .toList();
    }

    private void threePages() {
        event("view", "1", Map.of("page", "/home"));
        event("view", "10", Map.of("Page", "/HOME"));
        event("view", "100", Map.of("page", "/a", "Page", "/B"));
    }

    @Test
    void namesThatDifferInCaseAreTwo() {
        views("""
                  - {name: by-page, key: attributes.page, window: {fixed: PT1M}, aggregates: [count, sum]}
                  - {name: by-Page, key: attributes.Page, window: {fixed: PT1M}, aggregates: [count, sum]}
                """);
        threePages();
        assertThat(night())
                .containsExactlyInAnyOrder(
                        "by-page /a count 1 1 0",
                        "by-page /a sum 100 100 0",
                        "by-page /home count 1 1 0",
                        "by-page /home sum 1 1 0",
                        "by-Page /B count 1 1 0",
                        "by-Page /B sum 100 100 0",
                        "by-Page /HOME count 1 1 0",
                        "by-Page /HOME sum 10 10 0");
    }

    @Test
    void withinOneViewTheyAreTwoAsWell() {
        views("""
                  - {name: pages, where: {attributes.PAGE: [x, "y;\\n'"]}, key: attributes.page, window: {fixed: PT1M}, aggregates: [count, {distinct: attributes.Page}]}
                """);
        event("view", null, Map.of("PAGE", "x", "page", "/a", "Page", "/1"));
        event("view", null, Map.of("PAGE", "y;\n'", "page", "/a", "Page", "/2"));
        event("view", null, Map.of("page", "/a", "Page", "/3"));
        assertThat(night()).containsExactly("pages /a count 2 2 0", "pages /a distinct(attributes.Page) 2 2 0");
    }

    @Test
    void theHalvesOfAPairKeepThemApart() {
        views("""
                  - {name: pairs, join: {left: impression, right: click, on: attributes.ad, within: PT1M}, key: attributes.campaign, window: {fixed: PT1M}, aggregates: [count, {top: attributes.Campaign}]}
                """);
        event("impression", null, Map.of("ad", "1", "campaign", "c", "Campaign", "C"));
        event("click", null, Map.of("ad", "1"));
        event("impression", null, Map.of("ad", "2", "AD", "1", "campaign", "d"));
        event("click", null, Map.of("ad", "2", "Campaign", "D"));
        assertThat(night())
                .containsExactly(
                        "pairs c count 1 1 0",
                        "pairs c top(attributes.Campaign)[C] 1 1 0",
                        "pairs d count 1 1 0",
                        "pairs d top(attributes.Campaign)[D] 1 1 0");
    }

    @Test
    void anythingMayBeAName() {
        views("""
                  - {name: odd, key: "attributes.a\\"'{view};--/~*", window: {fixed: PT1M}, aggregates: [count]}
                """);
        event("view", null, Map.of("a\"'{view};--/~*", "k"));
        event("view", null, Map.of("a", "no"));
        assertThat(night()).containsExactly("odd k count 1 1 0");
    }
}

package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepingTest {

    private static final String REFUSAL =
            "a stage that keeps no data forgets its archive after 120 days, and the views need it for ";

    /**
     * Records: oldest, for received time once more, window, lateness, and three days for both ends and a late night; a session reaches
     * 64 days and two gaps. Sightings: three days more than uniqueFor.
     */
    @ParameterizedTest(name = "oldest {0}, uniqueFor {1}, {2} {3} late by {4} ⇒ {5} days")
    @CsvSource(
            delimiter = '|',
            value = {
                "P30D | P35D  | event    | {fixed: PT1M}                | PT0S | 38",
                "P30D | P117D | event    | {fixed: PT1M}                | PT0S | 120",
                "P30D | PT2808H1M | event | {fixed: PT1M}               | PT0S | 121",
                "P30D | P118D | event    | {fixed: PT1M}                | PT0S | 121",
                "P30D | P35D  | event    | {calendar: month, zone: UTC} | PT6H | 65",
                "P30D | P35D  | event    | {session: PT30M}             | PT0S | 98",
                "P30D | P35D  | event    | {session: P10D}              | PT0S | 117",
                "P34D | P35D  | event    | {session: P10D}              | PT0S | 121",
                "P30D | P35D  | received | {fixed: PT1M}                | PT0S | 64",
                "P30D | P35D  | received | {calendar: month, zone: UTC} | PT6H | 95",
                "P30D | P35D  | received | {session: PT30M}             | PT0S | 128"
            })
    void aDisposableStageTakesNoViewsThatNeedMoreThanItKeeps(
            String oldest, String uniqueFor, String time, String window, String lateness, long days) throws Exception {
        Views views = ViewsParser.parse(
                "watermark: {outOfOrderness: PT0S, heartbeatEvery: PT1M, idleBound: PT0S}\n"
                        + "ingest: {oldest: " + oldest + "}\ndeduplicateFor: PT1H\nuniqueFor: " + uniqueFor
                        + "\nviews:\n"
                        + "- {name: v, key: deviceId, time: " + time + ", window: " + window
                        + ", aggregates: [count], allowedLateness: "
                        + lateness + "}\n",
                "views.yaml");

        assertThatCode(() -> Keeping.LASTING.refuse(views)).doesNotThrowAnyException();
        if (days <= Keeping.DISPOSABLE_DAYS) {
            assertThatCode(() -> Keeping.DISPOSABLE.refuse(views)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Keeping.DISPOSABLE.refuse(views)).hasMessage(REFUSAL + days);
        }
    }

    /** A rule that takes what a night goes on from makes every night after it fail. */
    @Test
    void noRuleTakesWhatTheBatchKeeps() {
        for (Keeping keeping : Keeping.values()) {
            for (String kept : List.of(
                    "batch/runs/r/records.parquet", "batch/runs/r/state/shards.parquet", "batch/segments/r.segment")) {
                assertThat(keeping.objectRules())
                        .as("%s of %s", kept, keeping)
                        .noneMatch(rule -> kept.startsWith(rule.prefix())
                                && rule.expireAfter().isPresent());
            }
        }
    }
}

package dev.tidemark.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosingMarkTest {

    @ParameterizedTest
    @CsvSource({
        // a: 10 s windows with 10 s lateness; b: 1 min without
        "08:00:05.000, 08:01:00.000",
        "08:00:45.000, 08:01:00.000",
        "08:00:50.000, 08:01:10.000",
        "08:00:59.999, 08:01:10.000",
        "08:01:00.000, 08:02:00.000"
    })
    void is_the_largest_final_mark_of_the_windows_that_the_last_arrival_can_lie_in(String last, String mark)
            throws ViewsException {
        Views views = ViewsParser.parse("""
                watermark: {outOfOrderness: PT2S, heartbeatEvery: PT10S, idleBound: PT20S}
                deduplicateFor: PT1H
                views:
                  - {name: a, key: none, window: {fixed: PT10S}, aggregates: [count], allowedLateness: PT10S}
                  - {name: b, key: none, time: received, window: {fixed: PT1M}, aggregates: [count]}
                """, "views");
        long closing = ClosingMark.of(views, IsoInstant.parse("2024-07-15T" + last + "Z"));
        assertThat(IsoInstant.format(closing)).isEqualTo("2024-07-15T" + mark + "Z");
    }
}

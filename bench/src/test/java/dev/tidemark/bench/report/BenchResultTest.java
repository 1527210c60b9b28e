package dev.tidemark.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchResultTest {

    private static final Samples FAST = Samples.of(120.0, 100.0, 80.0);
    private static final Samples SLOW = Samples.of(200.0, 200.0, 100.0);

    private static final BenchResult RESULT = new BenchResult(
            "example",
            Instant.parse("2026-11-28T12:00:00Z"),
            Map.of("load", "10 events"),
            List.of(
                    new Peer("ours", "the one", Map.of("requests/s", FAST)),
                    new Peer("theirs", "the other", Map.of("requests/s", SLOW))),
            List.of(Ratio.atLeast("ours / theirs", FAST.over(SLOW), 0.6), Ratio.atMost("wait", SLOW, 150)));

    @Test
    void theMedianIsTheMiddleOneOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Samples.of(3.0, 1.0, 2.0).median()).isEqualTo(2);
        assertThat(Samples.of(4.0, 1.0, 3.0, 2.0).median()).isEqualTo(2.5);
        assertThat(Samples.of(7.0).median()).isEqualTo(7);
        assertThatThrownBy(Samples::of).hasMessageContaining("rounds: one or more");
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        assertThat(FAST.over(SLOW).rounds()).containsExactly(0.6, 0.5, 0.8);
        assertThat(FAST.over(SLOW).median()).isEqualTo(0.6, within(1e-9));
    }

    @Test
    void aTargetIsMetAtItsBound() {
        assertThat(Ratio.atLeast("r", Samples.of(0.6), 0.6).met()).isTrue();
        assertThat(Ratio.atLeast("r", Samples.of(0.59), 0.6).met()).isFalse();
        assertThat(Ratio.atMost("r", Samples.of(1_500.0), 1_500).met()).isTrue();
        assertThat(Ratio.atMost("r", Samples.of(1_501.0), 1_500).met()).isFalse();
    }

    @Test
    void theTableHasARowAPeerAndALineARatio() {
        assertThat(RESULT.table().lines())
                .startsWith(
                        "median  requests/s",
                        "ours           100",
                        "theirs         200",
                        "",
                        "ours / theirs: 0.60 (target >= 0.60: met)",
                        "wait: 200 (target <= 150: missed)")
                .contains("ours: the one", "load: 10 events");
    }

    @Test
    void theJsonHasEverySample() throws Exception {
        JsonNode json = new ObjectMapper().readTree(RESULT.json());
        assertThat(json.at("/benchmark").asText()).isEqualTo("example");
        assertThat(json.at("/at").asText()).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(json.at("/peers/0/measures/requests~1s/median").asDouble()).isEqualTo(100);
        assertThat(json.at("/peers/0/measures/requests~1s/rounds")).hasSize(3);
        assertThat(json.at("/ratios/0/atLeast").asDouble()).isEqualTo(0.6);
        assertThat(json.at("/ratios/0/met").asBoolean()).isTrue();
        assertThat(json.at("/ratios/1/atMost").asDouble()).isEqualTo(150);
        assertThat(json.at("/ratios/1/met").asBoolean()).isFalse();
    }
}

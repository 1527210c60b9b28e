package dev.tidemark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.SketchKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of results are a contract: whoever changes one must change docs/platform.md and this test with it. */
class SketchFieldsTest {

    private static final Approximation DISTINCT = new Approximation.Distinct(9, 5, 4, 6);
    private static final Approximation QUANTILES = new Approximation.Quantiles(
            9, new BigDecimal("0.006777"), Map.of("0.5", new BigDecimal("1.25"), "0.99", new BigDecimal("-3")));
    private static final Approximation TOP =
            new Approximation.Top(9, 1, List.of(new Approximation.Top.Item("/home", 6, 5, 6)));

    @Test
    void fieldsOfResultsAreThoseOfTheTable() {
        assertThat(SketchFields.write(DISTINCT))
                .isEqualTo(Map.of("n", number(9), "estimate", number(5), "lower", number(4), "upper", number(6)));
        assertThat(SketchFields.write(QUANTILES))
                .isEqualTo(Map.of(
                        "n",
                        number(9),
                        "error",
                        new BigDecimal("0.006777"),
                        "values",
                        Map.of("0.5", new BigDecimal("1.25"), "0.99", number(-3))));
        assertThat(SketchFields.write(TOP))
                .isEqualTo(Map.of(
                        "n",
                        number(9),
                        "error",
                        number(1),
                        "items",
                        List.of(Map.of(
                                "text", "/home", "estimate", number(6), "lower", number(5), "upper", number(6)))));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(SketchFields.read(SketchKind.DISTINCT, SketchFields.write(DISTINCT)))
                .isEqualTo(DISTINCT);
        assertThat(SketchFields.read(SketchKind.QUANTILES, SketchFields.write(QUANTILES)))
                .isEqualTo(QUANTILES);
        assertThat(SketchFields.read(SketchKind.TOP, SketchFields.write(TOP))).isEqualTo(TOP);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> SketchFields.read(SketchKind.DISTINCT, Map.of("n", number(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an approximate aggregate has no BigDecimal 'estimate': [n]");
        assertThatThrownBy(() -> SketchFields.read(
                        SketchKind.TOP, Map.of("n", number(1), "error", number(0), "items", List.of("x"))))
                .hasMessage("an item of a top is no map: x");
    }

    private static BigDecimal number(long number) {
        return BigDecimal.valueOf(number);
    }
}

package dev.tidemark.serving.windows;

import dev.tidemark.domain.view.AggregateSpec;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The text of an exact aggregate: a plain decimal, empty where there is no value. */
final class ExactValue {

    private ExactValue() {}

    static String of(WindowValue value, AggregateSpec.Exact exact) {
        return switch (exact) {
            case COUNT -> Long.toString(value.sign() * value.total().count());
            case SUM -> text(signed(value));
            case MIN -> text(value.total().minDecimal());
            case MAX -> text(value.total().maxDecimal());
            case MEAN -> text(value.total().mean());
        };
    }

    private static @Nullable BigDecimal signed(WindowValue value) {
        BigDecimal sum = value.total().sumDecimal();
        return sum == null || value.sign() > 0 ? sum : sum.negate();
    }

    private static String text(@Nullable BigDecimal value) {
        return value == null ? "" : value.toPlainString();
    }
}

package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's metric math, as far as the alarms use it: {@code FILL}, {@code DIFF}, {@code IF}, {@code MAX([…])}, arithmetic,
 * comparisons and {@code AND}. Any other word is an error. A series has a value a period, or null where there is none.
 */
final class MetricMath {

    private final String text;
    private final Map<String, @Nullable Double[]> series;
    private final int length;
    private int at;

    private MetricMath(String text, Map<String, @Nullable Double[]> series, int length) {
        this.text = text;
        this.series = series;
        this.length = length;
    }

    /** The values of an expression over series of one length. */
    static @Nullable Double[] evaluate(String expression, Map<String, @Nullable Double[]> series, int length) {
        MetricMath math = new MetricMath(expression, series, length);
        @Nullable Double[] value = math.and();
        math.blanks();
        if (math.at < expression.length()) {
            throw math.error("what follows");
        }
        return value;
    }

    private @Nullable Double[] and() {
        @Nullable Double[] value = comparison();
        while (word("AND")) {
            value = each(value, comparison(), (a, b) -> a != 0 && b != 0 ? 1 : 0);
        }
        return value;
    }

    private @Nullable Double[] comparison() {
        @Nullable Double[] value = sum();
        if (word(">")) {
            return each(value, sum(), (a, b) -> a > b ? 1 : 0);
        }
        return word("<") ? each(value, sum(), (a, b) -> a < b ? 1 : 0) : value;
    }

    private @Nullable Double[] sum() {
        @Nullable Double[] value = product();
        while (word("+")) {
            value = each(value, product(), Double::sum);
        }
        return value;
    }

    private @Nullable Double[] product() {
        @Nullable Double[] value = primary();
        while (true) {
            if (word("*")) {
                value = each(value, primary(), (a, b) -> a * b);
            } else if (word("/")) {
                value = each(value, primary(), (a, b) -> a / b);
            } else {
                return value;
            }
        }
    }

    private @Nullable Double[] primary() {
        blanks();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String name = text.substring(start, at);
        if (name.isEmpty()) {
            throw error("a value");
        }
        if (Character.isDigit(name.charAt(0))) {
            return constant(Double.parseDouble(name));
        }
        if (!word("(")) {
            @Nullable Double[] found = series.get(name);
            if (found == null) {
                throw error("a metric, not " + name);
            }
            return found;
        }
        boolean list = word("[");
        List<@Nullable Double[]> arguments = new ArrayList<>();
        do {
            arguments.add(and());
        } while (word(","));
        if (list && !word("]") || !word(")")) {
            throw error("an end");
        }
        return call(name, arguments);
    }

    private @Nullable Double[] call(String name, List<@Nullable Double[]> arguments) {
        @Nullable Double[] first = arguments.get(0);
        @Nullable Double[] value = new Double[length];
        @Nullable Double before = null;
        for (int i = 0; i < length; i++) {
            Double here = first[i];
            switch (name) {
                case "FILL" -> value[i] = here == null ? arguments.get(1)[i] : here;
                case "IF" -> value[i] = here == null ? null : arguments.get(here != 0 ? 1 : 2)[i];
                case "DIFF" -> {
                    value[i] = here == null || before == null ? null : Double.valueOf(here - before);
                    before = here == null ? before : here;
                }
                case "MAX" -> {
                    Double most = null;
                    for (@Nullable Double[] argument : arguments) {
                        Double one = argument[i];
                        most = one == null || most != null && most >= one ? most : one;
                    }
                    value[i] = most;
                }
                default -> throw error("a function, not " + name);
            }
        }
        return value;
    }

    private @Nullable Double[] each(@Nullable Double[] a, @Nullable Double[] b, DoubleBinaryOperator operator) {
        @Nullable Double[] value = new Double[length];
        for (int i = 0; i < length; i++) {
            Double left = a[i];
            Double right = b[i];
            value[i] = left == null || right == null ? null : Double.valueOf(operator.applyAsDouble(left, right));
        }
        return value;
    }

    private @Nullable Double[] constant(double number) {
        @Nullable Double[] value = new Double[length];
        java.util.Arrays.fill(value, number);
        return value;
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean word(String word) {
        blanks();
        if (text.startsWith(word, at)) {
            at += word.length();
            return true;
        }
        return false;
    }

    private IllegalArgumentException error(String expected) {
        return new IllegalArgumentException("at " + at + " of '" + text + "' expected: " + expected);
    }
}

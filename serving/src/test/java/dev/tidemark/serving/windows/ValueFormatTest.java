package dev.tidemark.serving.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.window.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueFormatTest {

    private static final long START = IsoInstant.parse("2024-07-15T08:00:00Z");
    private static final Window WINDOW = new Window(START, START + 10_000);
    private static final String SKETCHES = "count, {distinct: deviceId}, {quantiles: value}, {top: type}";
    private static final Approximation DEVICES = new Approximation.DistinctEstimate(9_999, 1_234, 1_200, 1_275);
    private static final Approximation VALUES = new Approximation.QuantileEstimates(
            500,
            new BigDecimal("0.006777"),
            Map.of(
                    "0.5", new BigDecimal("1"),
                    "0.9", new BigDecimal("2.5"),
                    "0.95", new BigDecimal("3"),
                    "0.99", new BigDecimal("4")));
    private static final Approximation PAGES = new Approximation.TopEstimates(
            99,
            2,
            List.of(
                    new Approximation.TopEstimates.Item("/home", 62, 60, 62),
                    new Approximation.TopEstimates.Item("b", 7, 7, 7)));

    @Test
    void csv_has_exact_numbers_and_nothing_where_there_is_no_value() throws Exception {
        Measures thirds = Measures.of(Micros.parse("1"))
                .merge(Measures.of(Micros.parse("1")))
                .merge(Measures.of(0));
        List<WindowValue> values = List.of(
                value("x,\"y\"", WindowValue.ValueStatus.VERIFIED, WindowValue.Source.CORRECTION, 1, thirds),
                value("", WindowValue.ValueStatus.OPEN, WindowValue.Source.STREAM, 0, Measures.of(Micros.NONE)));
        assertThat(print(ValueFormat.CSV, values)).isEqualTo("""
                        view,windowStart,windowEnd,key,status,source,revision,marks,count,mean,max
                        a,2024-07-15T08:00:00.000Z,2024-07-15T08:00:10.000Z,"x,""y""\",verified,correction,1,2024-07-15T08:00:10.000Z,3,0.666666667,1
                        a,2024-07-15T08:00:00.000Z,2024-07-15T08:00:10.000Z,,open,stream,0,,1,,
                        """);
    }

    @Test
    void json_has_exact_numbers_as_strings_and_null_where_there_is_no_value() throws Exception {
        List<WindowValue> values = List.of(
                value("k", WindowValue.ValueStatus.LATE, WindowValue.Source.STREAM, 1, Measures.of(1_500_000)),
                value("", WindowValue.ValueStatus.OPEN, WindowValue.Source.STREAM, 0, Measures.of(Micros.NONE)));
        assertThat(print(ValueFormat.JSON, values).replaceAll("\\s+", "")).isEqualTo("""
                        [{"view":"a","windowStart":"2024-07-15T08:00:00.000Z","windowEnd":"2024-07-15T08:00:10.000Z",
                        "key":"k","status":"late","source":"stream","revision":1,"marks":["2024-07-15T08:00:10.000Z"],
                        "values":{"count":"1","mean":"1.500000000","max":"1.5"}},
                        {"view":"a","windowStart":"2024-07-15T08:00:00.000Z","windowEnd":"2024-07-15T08:00:10.000Z",
                        "key":"","status":"open","source":"stream","revision":0,"marks":[],
                        "values":{"count":"1","mean":null,"max":null}}]
                        """.replaceAll("\\s+", ""));
    }

    @Test
    void a_table_shows_what_would_move_the_cursor_or_break_a_line_and_csv_has_it_as_it_is() throws Exception {
        String key = "a\u001b[2J\nb\u202ec\u0000\ud83d\ude00\u00e4";
        List<WindowValue> values = List.of(
                value(key, WindowValue.ValueStatus.LATE, WindowValue.Source.STREAM, 11, Measures.of(1_500_000)));
        List<String> table = print(ValueFormat.TABLE, values).lines().toList();
        assertThat(table).hasSize(2);
        assertThat(table.get(1)).contains("  a\\u001b[2J\\nb\\u202ec\\u0000\ud83d\ude00\u00e4  ");
        assertThat(print(ValueFormat.CSV, values)).contains(",\"" + key + "\",");
    }

    @Test
    void a_table_is_aligned() throws Exception {
        List<WindowValue> values = List.of(
                value("k", WindowValue.ValueStatus.VERIFIED, WindowValue.Source.STREAM, 11, Measures.of(1_500_000)));
        assertThat(print(ValueFormat.TABLE, values).lines())
                .containsExactly(
                        "from                  to         key  status    source  revision  count         mean  max",
                        "2024-07-15T08:00:00Z  08:00:10Z  k    verified  stream        11      1  1.500000000  1.5");
    }

    @Test
    void a_line_of_a_table_has_120_characters_and_texts_give_way() throws Exception {
        List<WindowValue> values = List.of(value(
                "k".repeat(200), WindowValue.ValueStatus.LATE, WindowValue.Source.STREAM, 0, Measures.of(1_500_000)));
        assertThat(print(ValueFormat.TABLE, values).lines())
                .allMatch(line -> line.length() == 120)
                .anyMatch(line -> line.contains("k… ") && line.endsWith("1.5"));
    }

    @Test
    void in_a_table_what_a_sketch_says_stands_beside_its_bound() throws Exception {
        Approximation none = new Approximation.QuantileEstimates(0, BigDecimal.ZERO, Map.of());
        List<WindowValue> values = List.of(
                row("k", DEVICES, VALUES, PAGES),
                row(
                        "none",
                        new Approximation.DistinctEstimate(0, 0, 0, 0),
                        none,
                        new Approximation.TopEstimates(0, 0, List.of())));
        assertThat(print(ValueFormat.TABLE, "count, {distinct: deviceId}", values)
                        .lines())
                .containsExactly(
                        "from                  to         key   status  source  revision  count  distinct(deviceId)",
                        "2024-07-15T08:00:00Z  08:00:10Z  k     late    stream         0      1         1234 ±3.3 %",
                        "2024-07-15T08:00:00Z  08:00:10Z  none  late    stream         0      1              0 ±0 %");
    }

    @Test
    void what_is_too_wide_for_a_line_is_left_out_from_the_right() throws Exception {
        String exact = "count, sum, min, max, mean, {distinct: deviceId}, {quantiles: value}, {top: type}";
        assertThat(print(ValueFormat.TABLE, exact, List.of(row("k", DEVICES, VALUES, PAGES)))
                        .lines())
                .allMatch(line -> line.length() <= 120)
                .anyMatch(line -> line.endsWith("quantiles(value)  …") || line.endsWith("…  …"));
    }

    @Test
    void csv_has_a_column_for_each_bound() throws Exception {
        List<WindowValue> values = List.of(
                row("k", DEVICES, VALUES, PAGES),
                value("old", WindowValue.ValueStatus.LATE, WindowValue.Source.STREAM, 0, Measures.of(0)));
        assertThat(print(ValueFormat.CSV, SKETCHES, values)
                        .lines()
                        .map(line -> line.replaceFirst(".*marks,|.*,stream,0,[^,]*,", "")))
                .containsExactly(
                        "count,distinct(deviceId).n,distinct(deviceId).estimate,distinct(deviceId).lower,"
                                + "distinct(deviceId).upper,quantiles(value).n,quantiles(value).error,quantiles(value).0.5,"
                                + "quantiles(value).0.9,quantiles(value).0.95,quantiles(value).0.99,top(type).n,"
                                + "top(type).error,top(type).items",
                        "1,9999,1234,1200,1275,500,0.006777,1,2.5,3,4,99,2,"
                                + "\"[{\"\"text\"\":\"\"/home\"\",\"\"estimate\"\":62,\"\"lower\"\":60,\"\"upper\"\":62},"
                                + "{\"\"text\"\":\"\"b\"\",\"\"estimate\"\":7,\"\"lower\"\":7,\"\"upper\"\":7}]\"",
                        "1,,,,,,,,,,,,,");
    }

    @Test
    void json_has_an_object_for_each_approximate_aggregate() throws Exception {
        assertThat(print(ValueFormat.JSON, SKETCHES, List.of(row("k", DEVICES, VALUES, PAGES)))
                        .replaceAll("\\s+", ""))
                .contains(
                        "\"distinct(deviceId)\":{\"n\":9999,\"estimate\":1234,\"lower\":1200,\"upper\":1275}",
                        "\"quantiles(value)\":{\"n\":500,\"error\":\"0.006777\",\"values\":{\"0.5\":\"1\",\"0.9\":\"2.5\"",
                        "\"top(type)\":{\"n\":99,\"error\":2,\"items\":[{\"text\":\"/home\",\"estimate\":62,");
    }

    private static WindowValue value(
            String key, WindowValue.ValueStatus status, WindowValue.Source source, int revision, Measures total) {
        List<Long> marks = status == WindowValue.ValueStatus.OPEN ? List.of() : List.of(START + 10_000);
        return new WindowValue("a", WINDOW, key, status, source, revision, marks, total, Map.of());
    }

    private static WindowValue row(String key, Approximation devices, Approximation values, Approximation pages) {
        return new WindowValue(
                "a",
                WINDOW,
                key,
                WindowValue.ValueStatus.LATE,
                WindowValue.Source.STREAM,
                0,
                List.of(START + 10_000),
                Measures.of(0),
                Map.of("distinct(deviceId)", devices, "quantiles(value)", values, "top(type)", pages));
    }

    private static String print(ValueFormat format, List<WindowValue> values) throws IOException, ViewsException {
        return print(format, "count, mean, max", values);
    }

    private static String print(ValueFormat format, String aggregates, List<WindowValue> values)
            throws IOException, ViewsException {
        View view =
                ViewsParser.parse("""
                        watermark: {outOfOrderness: PT2S, heartbeatEvery: PT10S, idleBound: PT20S}
                        deduplicateFor: PT1H
                        views:
                          - {name: a, key: none, window: {fixed: PT10S}, aggregates: [%s]}
                        """.formatted(aggregates), "views").views().get(0);
        StringBuilder text = new StringBuilder();
        format.print(List.of(view), values, text);
        return text.toString();
    }
}

package dev.tidemark.local.windows;

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

class RowFormatTest {

    private static final long START = IsoInstant.parse("2024-07-15T08:00:00Z");
    private static final Window WINDOW = new Window(START, START + 10_000);
    private static final String SKETCHES = "count, {distinct: deviceId}, {quantiles: value}, {top: type}";
    private static final Approximation DEVICES = new Approximation.Distinct(9_999, 1_234, 1_200, 1_275);
    private static final Approximation VALUES = new Approximation.Quantiles(
            500,
            new BigDecimal("0.006777"),
            Map.of(
                    "0.5", new BigDecimal("1"),
                    "0.9", new BigDecimal("2.5"),
                    "0.95", new BigDecimal("3"),
                    "0.99", new BigDecimal("4")));
    private static final Approximation PAGES = new Approximation.Top(
            99, 2, List.of(new Approximation.Top.Item("/home", 62, 60, 62), new Approximation.Top.Item("b", 7, 7, 7)));

    @Test
    void csv_has_exact_numbers_and_nothing_where_there_is_no_value() throws Exception {
        Measures thirds = Measures.of(Micros.parse("1"))
                .merge(Measures.of(Micros.parse("1")))
                .merge(Measures.of(0));
        List<WindowRow> rows = List.of(
                new WindowRow("a", WINDOW, "x,\"y\"", START + 10_000, WindowRow.Status.ON_TIME, 0, true, thirds),
                new WindowRow(
                        "a", WINDOW, "", START + 10_000, WindowRow.Status.OPEN, 1, false, Measures.of(Micros.NONE)));
        assertThat(print(RowFormat.CSV, rows)).isEqualTo("""
                        view,windowStart,windowEnd,key,mark,timing,index,final,count,mean,max
                        a,2024-07-15T08:00:00.000Z,2024-07-15T08:00:10.000Z,"x,""y""\",2024-07-15T08:00:10.000Z,on_time,0,true,3,0.666666667,1
                        a,2024-07-15T08:00:00.000Z,2024-07-15T08:00:10.000Z,,2024-07-15T08:00:10.000Z,open,1,false,1,,
                        """);
    }

    @Test
    void a_table_shows_what_would_move_the_cursor_or_break_a_line_and_csv_has_it_as_it_is() throws Exception {
        String key = "a\u001b[2J\nb\u202ec\u0000\ud83d\ude00\u00e4";
        List<WindowRow> rows = List.of(new WindowRow(
                "a", WINDOW, key, START + 10_000, WindowRow.Status.LATE, 11, true, Measures.of(1_500_000)));
        List<String> table = print(RowFormat.TABLE, rows).lines().toList();
        assertThat(table).hasSize(2);
        assertThat(table.get(1)).contains("  a\\u001b[2J\\nb\\u202ec\\u0000\ud83d\ude00\u00e4  ");
        assertThat(print(RowFormat.CSV, rows)).contains(",\"" + key + "\",");
    }

    @Test
    void a_table_is_aligned() throws Exception {
        List<WindowRow> rows = List.of(new WindowRow(
                "a", WINDOW, "k", START + 10_000, WindowRow.Status.LATE, 11, true, Measures.of(1_500_000)));
        assertThat(print(RowFormat.TABLE, rows).lines())
                .containsExactly(
                        "view  windowStart               windowEnd                 key  mark                      timing  index  final  count         mean  max",
                        "a     2024-07-15T08:00:00.000Z  2024-07-15T08:00:10.000Z  k    2024-07-15T08:00:10.000Z  late    11     true       1  1.500000000  1.5");
    }

    @Test
    void in_a_table_what_a_sketch_says_stands_beside_its_bound() throws Exception {
        Approximation none = new Approximation.Quantiles(0, BigDecimal.ZERO, Map.of());
        List<WindowRow> rows = List.of(
                row("k", DEVICES, VALUES, PAGES),
                row("none", new Approximation.Distinct(0, 0, 0, 0), none, new Approximation.Top(0, 0, List.of())));
        assertThat(print(RowFormat.TABLE, SKETCHES, rows)
                        .lines()
                        .map(line -> line.substring(line.length() > 98 ? 98 : 0)))
                .containsExactly(
                        "index  final  count  distinct(deviceId)                                  quantiles(value)          top(type)",
                        "0      true       1         1234 ±3.3 %  0.5: 1, 0.9: 2.5, 0.95: 3, 0.99: 4, rank ±0.68 %  /home 60..62, b 7",
                        "0      true       1              0 ±0 %");
    }

    @Test
    void csv_has_a_column_for_each_bound() throws Exception {
        List<WindowRow> rows = List.of(
                row("k", DEVICES, VALUES, PAGES),
                new WindowRow("a", WINDOW, "old", START + 10_000, WindowRow.Status.LATE, 0, true, Measures.of(0)));
        assertThat(print(RowFormat.CSV, SKETCHES, rows)
                        .lines()
                        .map(line -> line.replaceFirst(".*final,|.*,0,true,", "")))
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

    private static WindowRow row(String key, Approximation devices, Approximation values, Approximation pages) {
        return new WindowRow(
                "a",
                WINDOW,
                key,
                START + 10_000,
                WindowRow.Status.LATE,
                0,
                true,
                Measures.of(0),
                Map.of("distinct(deviceId)", devices, "quantiles(value)", values, "top(type)", pages));
    }

    private static String print(RowFormat format, List<WindowRow> rows) throws IOException, ViewsException {
        return print(format, "count, mean, max", rows);
    }

    private static String print(RowFormat format, String aggregates, List<WindowRow> rows)
            throws IOException, ViewsException {
        View view =
                ViewsParser.parse("""
                        watermark: {outOfOrderness: PT2S, heartbeatEvery: PT10S, idleBound: PT20S}
                        deduplicateFor: PT1H
                        views:
                          - {name: a, key: none, window: {fixed: PT10S}, aggregates: [%s]}
                        """.formatted(aggregates), "views").views().get(0);
        StringBuilder text = new StringBuilder();
        format.print(List.of(view), rows, text);
        return text.toString();
    }
}

package dev.tidemark.local.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.window.Window;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowFormatTest {

    private static final long START = IsoInstant.parse("2024-07-15T08:00:00Z");
    private static final Window WINDOW = new Window(START, START + 10_000);

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
    void a_table_is_aligned() throws Exception {
        List<WindowRow> rows = List.of(new WindowRow(
                "a", WINDOW, "k", START + 10_000, WindowRow.Status.LATE, 11, true, Measures.of(1_500_000)));
        assertThat(print(RowFormat.TABLE, rows).lines())
                .containsExactly(
                        "view  windowStart               windowEnd                 key  mark                      timing  index  final  count         mean  max",
                        "a     2024-07-15T08:00:00.000Z  2024-07-15T08:00:10.000Z  k    2024-07-15T08:00:10.000Z  late    11     true       1  1.500000000  1.5");
    }

    private static String print(RowFormat format, List<WindowRow> rows) throws IOException, ViewsException {
        View view = ViewsParser.parse("""
                        watermark: {outOfOrderness: PT2S, heartbeatEvery: PT10S, idleBound: PT20S}
                        deduplicateFor: PT1H
                        views:
                          - {name: a, key: none, window: {fixed: PT10S}, aggregates: [count, mean, max, {top: type}]}
                        """, "views").views().get(0);
        StringBuilder text = new StringBuilder();
        format.print(List.of(view), rows, text);
        return text.toString();
    }
}

package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.fold.ShardRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepCutterTest {

    /** Records by their number of events, or what else they are; where a bar stands, a run ends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2;   1 1 q | 3 | 1 h | 3 | 3",
                "5;   1 1 q 3 | 1 h 3 | 3",
                "100; 1 1 q 3 1 h 3 3",
                "1;   1 h q | 1 | 3",
            })
    void aRunHoldsSoManyEventsAtMostOrOneRecord(int most, String runs) {
        List<ShardRecord> log = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (String run : runs.trim().split(" \\| ", -1)) {
            List<String> records = List.of(run.split(" ", -1));
            sizes.add(records.size());
            records.forEach(record -> log.add(record(Sequence.pad(Integer.toString(log.size() + 1)), record)));
        }

        List<List<ShardRecord>> cut = StepCutter.runs(log, most);

        assertThat(cut).extracting(List::size).isEqualTo(sizes);
        assertThat(cut.stream().flatMap(List::stream)).isEqualTo(log);
    }

    private static ShardRecord record(String sequence, String what) {
        return switch (what) {
            case "q" -> new ShardRecord.Quarantined(sequence);
            case "h" -> new ShardRecord.Readable(sequence, new LogRecord.Heartbeat(1));
            default -> new ShardRecord.Readable(sequence, events(Integer.parseInt(what)));
        };
    }

    private static LogRecord.Events events(int count) {
        List<LoggedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(
                    new LoggedEvent("e" + i, "t", null, new EventTime(0, TimeQuality.TRUSTED), Micros.NONE, Map.of()));
        }
        return new LogRecord.Events("d", 1, "r", List.of(new LoggedEnvelope(null, null, ClockOffset.none(), events)));
    }
}

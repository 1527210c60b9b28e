package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.domain.watermark.ShardTime;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recorded data sets, folded over four shards: every cell and every pane is what it has always been. A hash that differs
 * means that the stream now computes something else than releases before it; there is no reason for which that may pass by
 * unsaid. With the system property {@code
 * tidemark.grid} the lines themselves are written into that folder.
 */
class RecordedGridTest {

    private static final int SHARDS = 4;
    private static final long DAY = 86_400_000L;
    private static final JsonFactory JSON = new JsonFactory();

    @ParameterizedTest
    @CsvSource({
        "vehicles, 650, 198, a2982d3b6eb0ba16, f93cac9940d5492a",
        "flights, 34370, 15344, 89f1325a01013382, fd592fb2f368e6e6",
    })
    void everyCellAndPaneIsWhatItHasAlwaysBeen(
            String recording, int cells, int panes, String cellsHash, String panesHash) throws Exception {
        Lines lines = Lines.of(data(), recording);

        assertThat(List.of(lines.cells().size(), lines.panes().size(), hash(lines.cells()), hash(lines.panes())))
                .isEqualTo(List.of(cells, panes, cellsHash, panesHash));
    }

    private static Path data() {
        String shared = System.getProperty("tidemark.shared");
        Assumptions.assumeTrue(
                shared != null && Files.isDirectory(Path.of(shared, "data")),
                "no recorded data sets: -Dtidemark.shared names their folder");
        return Path.of(shared, "data");
    }

    static String hash(SortedSet<String> lines) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String line : lines) {
            digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    /**
     * A grid as text.
     *
     * @param cells a line each: shard, view, slice, mark, key, last sequence number, measures
     * @param panes a line each: view, window, mark, timing, number, key, total, delta
     */
    record Lines(SortedSet<String> cells, SortedSet<String> panes) {

        static Lines of(Path data, String recording) throws Exception {
            Views views = ViewsParser.parse(
                    Files.readString(data.resolve("views").resolve(recording + ".yaml")), recording + ".yaml");
            Map<String, View> byId = new HashMap<>();
            views.views().forEach(view -> byId.put(view.id(), view));
            SortedSet<String> cells = new TreeSet<>();
            Map<String, Map<Window, List<Cell>>> windows = new TreeMap<>();
            List<List<ShardRecord>> shards = read(data.resolve(recording + ".ndjson.gz"), views);
            for (int i = 0; i < SHARDS; i++) {
                int shard = i;
                Step step = new ShardFold(views)
                        .fold(
                                shards.get(shard),
                                ShardTime.START,
                                new SeenEvents(views.deduplicateFor().toMillis()));
                step.cells().forEach((key, delta) -> {
                    View view = byId.get(key.viewId());
                    Measures measures = delta.onto(Measures.EMPTY, "");
                    cells.add(String.join(
                            " ",
                            Integer.toString(shard),
                            view.name(),
                            IsoInstant.format(key.sliceStartMillis()),
                            IsoInstant.format(key.markMillis()),
                            key.key(),
                            delta.lastSequence(),
                            text(measures)));
                    for (Window window : Grid.of(view).windowsOf(key.sliceStartMillis())) {
                        windows.computeIfAbsent(view.name(), name -> new TreeMap<>())
                                .computeIfAbsent(window, any -> new ArrayList<>())
                                .add(new Cell(key, measures));
                    }
                });
            }
            SortedSet<String> panes = new TreeSet<>();
            windows.forEach(
                    (name, ofView) -> ofView.forEach((window, its) -> Panes.of(window, its, Long.MAX_VALUE).stream()
                            .map(pane -> String.join(
                                    " ",
                                    name,
                                    IsoInstant.format(window.startMillis()),
                                    IsoInstant.format(window.endMillis()),
                                    IsoInstant.format(pane.markMillis()),
                                    pane.timing().name(),
                                    Integer.toString(pane.index()),
                                    pane.key(),
                                    text(pane.total()),
                                    text(pane.delta())))
                            .forEach(panes::add)));
            String folder = System.getProperty("tidemark.grid");
            if (folder != null) {
                Files.write(Path.of(folder, recording + "-cells.txt"), cells);
                Files.write(Path.of(folder, recording + "-panes.txt"), panes);
            }
            return new Lines(cells, panes);
        }

        private static String text(Measures measures) {
            return measures.count() + "/" + measures.valued() + "/" + measures.sum() + "/" + measures.minMicros() + "/"
                    + measures.maxMicros();
        }
    }

    /** The log of each shard: every event a record, heartbeats by the recording's own clock, at last a watermark. */
    private static List<List<ShardRecord>> read(Path file, Views views) throws IOException {
        List<List<ShardRecord>> shards = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new ArrayList<>());
        }
        long every = views.watermark().heartbeatEvery().toMillis();
        long nextBeat = Long.MIN_VALUE;
        long last = 0;
        long sequence = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, String> event = fields(line);
                long received = IsoInstant.parse(event.get("receivedAt"));
                last = Math.max(last, received);
                if (nextBeat == Long.MIN_VALUE) {
                    nextBeat = (received / every + 1) * every;
                }
                for (; received >= nextBeat; nextBeat += every) {
                    control(shards, ++sequence, new LogRecord.Heartbeat(nextBeat));
                }
                shards.get(Math.floorMod(event.get("deviceId").hashCode(), SHARDS))
                        .add(readable(++sequence, record(event, received)));
            }
        }
        control(shards, ++sequence, new LogRecord.Watermark(last + DAY));
        return shards;
    }

    private static void control(List<List<ShardRecord>> shards, long sequence, LogRecord record) {
        shards.forEach(shard -> shard.add(readable(sequence, record)));
    }

    private static ShardRecord readable(long sequence, LogRecord record) {
        return new ShardRecord.Readable(String.format("%056d", sequence), record);
    }

    /** The recordings have no {@code sentAt}: an event's time is what its device says, but no later than it came. */
    private static LogRecord.Events record(Map<String, String> event, long received) {
        long occurred = IsoInstant.parse(event.get("occurredAt"));
        Map<String, Attribute> attributes = new TreeMap<>();
        event.forEach((name, value) -> {
            if (name.startsWith("attributes.")) {
                attributes.put(name.substring("attributes.".length()), Attribute.string(value));
            }
        });
        LoggedEvent logged = new LoggedEvent(
                event.get("id"),
                event.get("type"),
                event.get("occurredAt"),
                new EventTime(Math.min(occurred, received), TimeQuality.UNCORRECTED),
                event.containsKey("value") ? Micros.ofDecimal(new BigDecimal(event.get("value"))) : Micros.NONE,
                attributes);
        return new LogRecord.Events(
                event.get("deviceId"),
                received,
                "recorded",
                List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(logged))));
    }

    private static Map<String, String> fields(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            String prefix = "";
            json.nextToken();
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    prefix = json.currentName() + ".";
                } else if (token == JsonToken.END_OBJECT) {
                    prefix = "";
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    fields.put(prefix + json.currentName(), json.getText());
                }
            }
        }
        return fields;
    }
}

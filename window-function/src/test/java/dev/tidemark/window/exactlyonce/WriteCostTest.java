package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.Table;
import dev.tidemark.window.versions.VersionedViews;
import dev.tidemark.window.versions.Versions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What each kind of window costs in writes, on one log: half an hour of 100 devices in one shard, each with an event a second
 * of one of 20 campaigns, sent ten at a time; one envelope in fifty comes up to five minutes late. Batches have 1,000
 * events. The counts are exact and the same on every machine; docs/writes.md has them as a table.
 */
class WriteCostTest {

    private static final long START = 1_700_000_000_000L / 3_600_000 * 3_600_000;
    private static final int SECONDS = 1_800;
    private static final int DEVICES = 100;
    private static final int BATCH = 100;

    /** For a thousand events: writes of cells + writes to the journal. */
    private static final Map<String, String> TABLE = Map.of(
            "fixed", "36.9 + 3.0",
            "sliding", "36.9 + 3.1",
            "calendar", "20.1 + 2.2",
            "received", "23.5 + 2.4",
            "early", "56.3 + 4.3",
            "fixed by device", "113.9 + 3.0",
            "session", "113.9 + 2.7",
            "longer session", "97.9 + 2.2");

    /** Writes for so many events. */
    private record Cost(long events, long cells, long journal) {

        /** For a thousand events: {@code cells + journal}. */
        @Override
        public String toString() {
            return String.format(
                    java.util.Locale.ROOT, "%.1f + %.1f", cells * 1_000.0 / events, journal * 1_000.0 / events);
        }
    }

    @Test
    void aSlidingWindowCostsNoMoreThanAFixedOneAndEachKindWhatTheTableSays() {
        Map<String, Cost> costs = new HashMap<>();
        List<RawRecord> log = log();
        Map<String, String> views = new java.util.LinkedHashMap<>();
        String campaign = "key: attributes.campaign\n    window: ";
        String late = "\n    allowedLateness: PT10M\n    latePaneEvery: PT1M";
        views.put("fixed", campaign + "{fixed: PT1M}" + late);
        views.put("sliding", campaign + "{sliding: PT5M, every: PT1M}" + late);
        views.put("calendar", campaign + "{calendar: day, zone: Asia/Seoul}" + late);
        views.put("received", campaign + "{fixed: PT1M}\n    time: received");
        views.put("early", campaign + "{fixed: PT1M}" + late + "\n    earlyEvery: PT10S");
        views.put("fixed by device", "key: deviceId\n    window: {fixed: PT1M}" + late);
        views.put("session", "key: deviceId\n    window: {session: PT1M}" + late);
        views.put("longer session", "key: deviceId\n    window: {session: PT30M}" + late);
        views.forEach((name, view) -> costs.put(name, cost(views(view), log)));

        assertThat(cells(costs, "sliding")).isEqualTo(cells(costs, "fixed"));
        assertThat(cells(costs, "calendar")).isLessThan(cells(costs, "fixed"));
        assertThat(cells(costs, "session")).isEqualTo(cells(costs, "fixed by device"));
        Map<String, String> printed = new HashMap<>();
        costs.forEach((name, cost) -> printed.put(name, cost.toString()));
        assertThat(printed).isEqualTo(TABLE);
    }

    private static long cells(Map<String, Cost> costs, String name) {
        return costs.getOrDefault(name, new Cost(0, 0, 0)).cells();
    }

    private static Cost cost(VersionedViews views, List<RawRecord> log) {
        MemoryStores stores = new MemoryStores(Faults.NONE);
        stores.have(List.of(views), List.of(ShardHead.initial("s", HashKeyRange.ALL, views.version())));
        ShardProcessor processor = new ShardProcessor(
                new Versions(views, stores.views),
                stores.cells,
                stores.halves,
                stores.journal,
                stores,
                shard -> {
                    throw new AssertionError("the shard is open");
                },
                Runnable::run);
        for (int from = 0; from < log.size(); from += BATCH) {
            assertThat(processor.process("s", log.subList(from, Math.min(log.size(), from + BATCH))))
                    .isInstanceOf(BatchOutcome.Applied.class);
        }
        assertThat(stores.heads().get("s").counts().events()).isEqualTo((long) DEVICES * SECONDS);
        return new Cost((long) DEVICES * SECONDS, stores.writes(Table.CELLS), stores.writes(Table.JOURNAL));
    }

    private static List<RawRecord> log() {
        record Arrival(long at, LogRecord record) {}
        Random random = new Random(1);
        List<Arrival> arrivals = new ArrayList<>();
        for (int second = 0; second < SECONDS; second += 10) {
            for (int device = 0; device < DEVICES; device++) {
                long sent = START + (second + 10) * 1_000L + device * 97L;
                long received = random.nextInt(50) == 0 ? sent + random.nextInt(300_000) : sent + 40;
                List<LoggedEvent> events = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    events.add(new LoggedEvent(
                            "e" + (second + i),
                            "click",
                            null,
                            new EventTime(sent - (10 - i) * 1_000L, TimeQuality.TRUSTED),
                            Micros.parse("1"),
                            Map.of("campaign", Attribute.string("c" + random.nextInt(20)))));
                }
                arrivals.add(new Arrival(
                        received,
                        new LogRecord.Events(
                                "d" + device,
                                received,
                                "r",
                                List.of(new LoggedEnvelope(null, null, ClockOffset.none(), events)))));
            }
        }
        for (int minute = 1; minute <= SECONDS / 60; minute++) {
            arrivals.add(new Arrival(START + minute * 60_000L, new LogRecord.Heartbeat(START + minute * 60_000L)));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        LogRecordWriter writer = new LogRecordWriter();
        List<RawRecord> records = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            records.add(new RawRecord(
                    Sequence.pad(Integer.toString(records.size() + 1)),
                    arrival.at(),
                    "p",
                    writer.write(arrival.record())));
        }
        return records;
    }

    private static VersionedViews views(String view) {
        try {
            return VersionedViews.parse("""
                    watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
                    deduplicateFor: PT2H
                    views:
                      - name: v
                        aggregates: [count, sum]
                    """ + "    " + view + "\n", "views.yaml");
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.tidemark.window.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.window.exactlyonce.BatchOutcome;
import dev.tidemark.window.exactlyonce.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ArchiverTest {

    private static final String HEARTBEAT = "{\"kind\":\"heartbeat\",\"at\":\"2026-01-01T12:00:00.000Z\"}";

    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final List<ArchiveNotes.ObjectNote> entries = new ArrayList<>();
    private final Map<String, String> heads = new LinkedHashMap<>();
    private final Archiver archiver = new Archiver(objects::put, new ArchiveNotes() {
        @Override
        public void note(String shardId, ObjectNote entry) {
            entries.add(entry);
        }

        @Override
        public void advance(String shardId, String sequence) {
            heads.put(shardId, sequence);
        }
    });

    @Test
    void aBatchBecomesOneObjectOfLinesAndAnEntryAndMovesTheHead() throws Exception {
        archiver.archive("shard-0", List.of(record(7, "2026-01-01T12:30:00Z", HEARTBEAT)));

        String sequence = Sequence.pad("7");
        assertThat(objects.keySet())
                .containsExactly(
                        "archive/arrival=2026-01-01T12/shard=shard-0/" + sequence + "-" + sequence + ".ndjson.gz");
        assertThat(lines(0))
                .containsExactly("{\"shard\":\"shard-0\",\"sequence\":\"" + sequence
                        + "\",\"arrival\":\"2026-01-01T12:30:00.000Z\",\"partitionKey\":\"p\",\"record\":" + HEARTBEAT
                        + "}");
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.records()).isEqualTo(1);
            assertThat(entry.sha256()).hasSize(64);
            assertThat(entry.bytes()).isEqualTo(objects.values().iterator().next().length);
        });
        assertThat(heads).containsEntry("shard-0", sequence);
    }

    @Test
    void theSameBatchGivesTheSameBytes() throws Exception {
        List<RawRecord> batch = List.of(record(1, "2026-01-01T12:30:00Z", HEARTBEAT));
        archiver.archive("shard-0", batch);
        byte[] first = objects.values().iterator().next();

        archiver.archive("shard-0", batch);

        assertThat(objects).hasSize(1);
        assertThat(objects.values().iterator().next()).isEqualTo(first);
        assertThat(entries.get(1)).isEqualTo(entries.get(0));
    }

    @Test
    void aBatchOverTheHourIsTwoObjects() throws Exception {
        archiver.archive(
                "shard-0",
                List.of(
                        record(1, "2026-01-01T12:59:59.999Z", HEARTBEAT),
                        record(2, "2026-01-01T13:00:00Z", HEARTBEAT)));

        assertThat(objects.keySet())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("archive/arrival=2026-01-01T12/"),
                        second -> assertThat(second).startsWith("archive/arrival=2026-01-01T13/"));
    }

    @Test
    void bytesThatAreNoObjectOnOneLineAreKeptAsTheyAre() throws Exception {
        archiver.archive(
                "shard-0",
                List.of(
                        record(1, "2026-01-01T12:00:00Z", "rubbish"),
                        record(2, "2026-01-01T12:00:00Z", "{\"a\":\n1}"),
                        record(3, "2026-01-01T12:00:00Z", "{} {}"),
                        record(4, "2026-01-01T12:00:00Z", "[1]"),
                        record(5, "2026-01-01T12:00:00Z", "{\"a\":")));

        assertThat(lines(0)).hasSize(5).allMatch(line -> line.contains("\"raw\":\"") && !line.contains("\"record\""));
        assertThat(lines(0).get(0)).contains("\"raw\":\"cnViYmlzaA==\"");
    }

    @Test
    void aStoreThatFailsIsReportedFromTheFirstRecordThatIsNotArchived() throws Exception {
        Archiver failing = new Archiver(
                (key, bytes) -> {
                    if (key.contains("T13/")) {
                        throw new IllegalStateException("no store");
                    }
                    objects.put(key, bytes);
                },
                new ArchiveNotes() {
                    @Override
                    public void note(String shardId, ObjectNote entry) {
                        entries.add(entry);
                    }

                    @Override
                    public void advance(String shardId, String sequence) {
                        heads.put(shardId, sequence);
                    }
                });

        BatchOutcome outcome = failing.archive(
                "shard-0",
                List.of(
                        record(1, "2026-01-01T12:59:59Z", HEARTBEAT),
                        record(2, "2026-01-01T13:00:00Z", HEARTBEAT),
                        record(3, "2026-01-01T13:00:01Z", HEARTBEAT)));

        assertThat(outcome)
                .isInstanceOfSatisfying(BatchOutcome.FailedFrom.class, failed -> assertThat(failed.sequence())
                        .isEqualTo(Sequence.pad("2")));
        assertThat(heads).containsEntry("shard-0", Sequence.pad("1"));
    }

    private List<String> lines(int object) throws IOException {
        byte[] gzip = List.copyOf(objects.values()).get(object);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static RawRecord record(int sequence, String arrival, String data) {
        return new RawRecord(
                Sequence.pad(Integer.toString(sequence)),
                Instant.parse(arrival).toEpochMilli(),
                "p",
                data.getBytes(StandardCharsets.UTF_8));
    }
}

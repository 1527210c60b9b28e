package dev.tidemark.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.ingest.model.Envelope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordPackerTest {

    private static final long NOW = 1_795_309_323_456L;

    @Test
    void oneEnvelopeIsOneRecord() {
        assertThat(records(List.of(envelope("d", NOW, 3)), RecordPacker.RECORD_BYTES))
                .containsExactly("d/" + NOW + ":[3]");
    }

    @Test
    void consecutiveEnvelopesOfOneDeviceAndOneArrivalAreOneRecord() {
        assertThat(records(
                        List.of(
                                envelope("a", NOW, 1),
                                envelope("a", NOW, 2),
                                envelope("a", NOW + 1, 1),
                                envelope("b", NOW + 1, 1),
                                envelope("a", NOW + 1, 1)),
                        RecordPacker.RECORD_BYTES))
                .containsExactly(
                        "a/" + NOW + ":[1, 2]",
                        "a/" + (NOW + 1) + ":[1]",
                        "b/" + (NOW + 1) + ":[1]",
                        "a/" + (NOW + 1) + ":[1]");
    }

    @Test
    void anEnvelopeWithoutEventsLeavesNoTrace() {
        assertThat(records(List.of(envelope("a", NOW, 0), envelope("a", NOW, 1)), RecordPacker.RECORD_BYTES))
                .containsExactly("a/" + NOW + ":[1]");
        assertThat(records(List.of(envelope("a", NOW, 0)), RecordPacker.RECORD_BYTES))
                .isEmpty();
    }

    @Property
    void recordsStayBelowTheBoundAndKeepEveryEventInOrder(
            @ForAll @Size(max = 8) List<@IntRange(max = 40) Integer> sizes,
            @ForAll @IntRange(min = 200, max = 5_000) int bound)
            throws Exception {
        List<Envelope> envelopes =
                sizes.stream().map(size -> envelope("d", NOW, size)).toList();
        List<LogEntry> entries = new RecordPacker(bound).pack(envelopes, new BitSet(0), "r");
        List<String> packed = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (LogEntry entry : entries) {
            LogRecord.Events record = (LogRecord.Events) new LogRecordReader().read(entry.data());
            assertThat(entry.data().length <= bound || record.size() == 1).isTrue();
            record.envelopes().forEach(envelope -> envelope.events().forEach(event -> packed.add(event.id())));
            entry.parts().forEach(part -> envelopes
                    .get(part.ordinal())
                    .logged()
                    .events()
                    .subList(part.from(), part.to())
                    .forEach(event -> parts.add(part.ordinal() + event.id())));
        }
        List<String> wanted = new ArrayList<>();
        List<String> wantedParts = new ArrayList<>();
        for (int ordinal = 0; ordinal < envelopes.size(); ordinal++) {
            for (LoggedEvent event : envelopes.get(ordinal).logged().events()) {
                wanted.add(event.id());
                wantedParts.add(ordinal + event.id());
            }
        }
        assertThat(packed).isEqualTo(wanted);
        assertThat(parts).isEqualTo(wantedParts);
    }

    private static List<String> records(List<Envelope> envelopes, int bound) {
        return new RecordPacker(bound)
                .pack(envelopes, new BitSet(0), "r").stream()
                        .map(entry -> {
                            try {
                                LogRecord.Events record = (LogRecord.Events) new LogRecordReader().read(entry.data());
                                assertThat(entry.partitionKey()).isEqualTo(record.deviceId());
                                return record.deviceId() + "/" + record.receivedAtMillis() + ":"
                                        + record.envelopes().stream()
                                                .map(envelope ->
                                                        envelope.events().size())
                                                .toList();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        })
                        .toList();
    }

    static Envelope envelope(String deviceId, long receivedAt, int events) {
        List<LoggedEvent> logged = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            logged.add(new LoggedEvent(
                    "e" + i, "t", null, new EventTime(receivedAt, TimeQuality.ASSUMED), Micros.NONE, Map.of()));
        }
        return new Envelope(
                deviceId,
                receivedAt,
                new LoggedEnvelope(null, null, ClockOffset.none(), logged),
                new int[events],
                List.of());
    }
}

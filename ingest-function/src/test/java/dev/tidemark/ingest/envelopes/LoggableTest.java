package dev.tidemark.ingest.envelopes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.view.IngestPolicy;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.Judge;
import dev.tidemark.ingest.reading.EventBudget;
import dev.tidemark.ingest.reading.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ingestion takes, the log's own reader must read back as it was. */
class LoggableTest {

    private static final Judge JUDGE =
            new Judge(new IngestPolicy(DeadBand.of(Duration.ofSeconds(10)), Duration.ofDays(90)));
    private static final long NOW = 1_795_309_323_456L;

    @Test
    void everyFieldComesBackFromTheLog() throws UnreadableException {
        byte[] text = """
                {"deviceId":"d\\u00fc","sentAt":"garbage","events":[{"id":"𝄞","type":"\\"quoted\\"","value":-1.5e3,
                 "occurredAt":"2026-11-22T01:01:58.001Z","attributes":{"s":"\\u0000\\n\\u2028","n":1e3,"b":false}}]}
                """.getBytes(StandardCharsets.UTF_8);
        assertLoggable(new EnvelopeReader(false).read(text, 0, text.length, new EventBudget()));
    }

    static void assertLoggable(EnvelopeDraft draft) {
        Envelope envelope = JUDGE.judge(draft, NOW);
        if (envelope.logged().events().isEmpty()) {
            return;
        }
        LogRecord record =
                new LogRecord.Events(envelope.deviceId(), envelope.receivedAtMillis(), "r", List.of(envelope.logged()));
        try {
            assertThat(new LogRecordReader().read(new LogRecordWriter().write(record)))
                    .isEqualTo(record);
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }
}

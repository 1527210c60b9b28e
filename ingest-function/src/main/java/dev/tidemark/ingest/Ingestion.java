package dev.tidemark.ingest;

import dev.tidemark.ingest.log.EventLog;
import dev.tidemark.ingest.log.LogEntry;
import dev.tidemark.ingest.log.RecordPacker;
import dev.tidemark.ingest.model.Arrival;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.Judge;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The one way from envelopes to verdicts, whatever protocol they came in: judge, pack, append, answer for each event. */
@ApplicationScoped
public class Ingestion {

    private final Judge judge;
    private final EventLog log;
    private final IngestMetrics metrics;
    private final FunctionMetrics functionMetrics;
    private final RecordPacker packer = new RecordPacker();

    Ingestion(Judge judge, EventLog log, IngestMetrics metrics, FunctionMetrics functionMetrics) {
        this.judge = judge;
        this.log = log;
        this.metrics = metrics;
        this.functionMetrics = functionMetrics;
    }

    /** Being observed, makes the pipeline at start: a bad views file is refused then, and no request pays for it. */
    void start(@Observes StartupEvent event) {}

    /**
     * Takes the envelopes of one body. While Kinesis is waited for, nothing is held of them but records and verdicts.
     *
     * @param ignored members of the body that nobody knows and that are no envelope's
     * @param tooSoon the places of those that are not to be logged now, since their devices send too often
     * @param withTimes whether the sender wants to know the events' times
     * @return a verdict for each, in their order, once Kinesis has answered for every record; never fails for what
     *     Kinesis does
     */
    public Uni<List<EnvelopeVerdict>> take(
            List<EnvelopeDraft> drafts, Ignored ignored, BitSet tooSoon, Arrival arrival, boolean withTimes) {
        List<Envelope> envelopes = new ArrayList<>(drafts.size());
        List<EnvelopeVerdict> verdicts = new ArrayList<>(drafts.size());
        for (int place = 0; place < drafts.size(); place++) {
            EnvelopeDraft draft = drafts.get(place);
            Envelope envelope = judge.judge(draft, arrival.receivedAtMillis());
            envelopes.add(envelope);
            if (tooSoon.get(place)) {
                verdicts.add(EnvelopeVerdict.tooSoon(envelope, draft.ignored()));
            } else {
                metrics.countTimes(envelope);
                verdicts.add(EnvelopeVerdict.on(envelope, draft.ignored(), withTimes));
            }
        }
        List<LogEntry> entries = packer.pack(envelopes, tooSoon, arrival.requestId());
        return entries.isEmpty()
                ? Uni.createFrom().item(counted(verdicts, ignored))
                : OwnContext.continueOn(log.append(entries)).map(unacknowledged -> {
                    toBeSentAgain(verdicts, entries, unacknowledged);
                    return counted(verdicts, ignored);
                });
    }

    private static void toBeSentAgain(List<EnvelopeVerdict> verdicts, List<LogEntry> entries, BitSet unacknowledged) {
        for (int place = unacknowledged.nextSetBit(0); place >= 0; place = unacknowledged.nextSetBit(place + 1)) {
            for (LogEntry.EnvelopePart part : entries.get(place).parts()) {
                verdicts.get(part.ordinal()).unacknowledged().set(part.from(), part.to());
            }
        }
    }

    private List<EnvelopeVerdict> counted(List<EnvelopeVerdict> verdicts, Ignored ignored) {
        metrics.countVerdicts(verdicts);
        metrics.countIgnored(ignored);
        functionMetrics.print(verdicts);
        return verdicts;
    }
}

package dev.tidemark.ingest.envelopes;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Problem;
import dev.tidemark.ingest.door.ProblemType;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.reading.EventBudget;
import dev.tidemark.ingest.reading.UnreadableException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** A body of envelopes: one as JSON, or one a line. */
final class Envelopes implements Protocol<EnvelopeLines> {

    private final EnvelopeReader reader;
    private final boolean oneALine;

    Envelopes(EnvelopeReader reader, boolean oneALine) {
        this.reader = reader;
        this.oneALine = oneALine;
    }

    @Override
    public EnvelopeLines read(byte[] body) throws UnreadableException {
        EnvelopeLines lines = new EnvelopeLines();
        if (oneALine) {
            readLines(body, lines);
        } else {
            lines.add(reader.read(body, 0, body.length, new EventBudget()));
        }
        return lines;
    }

    /** A line that is no envelope fails none of its neighbours; more lines than events are allowed are too many of either. */
    private void readLines(byte[] body, EnvelopeLines lines) throws UnreadableException {
        EventBudget budget = new EventBudget();
        for (Ndjson line = new Ndjson(body); line.advance(); ) {
            if (lines.size() == SizeLimits.EVENTS_A_BODY) {
                throw new UnreadableException(
                        UnreadableException.Reason.TOO_MANY_EVENTS,
                        "a body may have at most " + SizeLimits.EVENTS_A_BODY + " lines",
                        line.number(),
                        0);
            }
            try {
                lines.add(reader.read(body, line.from(), line.length(), budget));
            } catch (UnreadableException e) {
                UnreadableException there = e.atLine(line.number());
                if (e.reason() == UnreadableException.Reason.TOO_MANY_EVENTS) {
                    throw there;
                }
                lines.addBroken(Problem.of(there));
            }
        }
        if (lines.size() == 0) {
            throw new UnreadableException(UnreadableException.Reason.EMPTY, "the body has no line", 0, 0);
        }
    }

    @Override
    public Answer answer(EnvelopeLines lines, List<EnvelopeVerdict> verdicts, Receipt receipt) {
        int broken = lines.size() - verdicts.size();
        Tally tally = Tally.of(verdicts, broken);
        if (oneALine) {
            return tally.perEvent(
                    (status, fields) -> Answer.ndjson(status, json -> writeLines(json, lines, verdicts, receipt)),
                    json -> {
                        json.writeArrayFieldStart("lines");
                        writeLines(json, lines, verdicts, receipt);
                        json.writeEndArray();
                    });
        }
        return tally.perEvent(Answer::json, json -> receipt.write(json, verdicts.get(0)));
    }

    private static void writeLines(
            JsonGenerator json, EnvelopeLines lines, List<EnvelopeVerdict> verdicts, Receipt receipt)
            throws IOException {
        Iterator<EnvelopeVerdict> next = verdicts.iterator();
        for (Problem problem : lines.problems()) {
            if (problem != null) {
                problem.write(json);
                continue;
            }
            EnvelopeVerdict verdict = next.next();
            if (verdict.throttled()) {
                Problem.of(
                                ProblemType.TOO_MANY_REQUESTS,
                                "too many requests of this device",
                                fields -> receipt.write(fields, verdict))
                        .write(json);
            } else {
                json.writeStartObject();
                receipt.write(json, verdict);
                json.writeEndObject();
            }
        }
    }
}

package dev.tidemark.ingest.http;

import dev.tidemark.ingest.envelope.EnvelopeReader;
import dev.tidemark.ingest.envelope.EventBudget;
import dev.tidemark.ingest.envelope.Ndjson;
import dev.tidemark.ingest.envelope.UnreadableException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Reads the bodies of {@code POST /v1/events}. */
@Singleton
class EventsBody {

    private final EnvelopeReader reader;

    EventsBody(EnvelopeReader reader) {
        this.reader = reader;
    }

    /**
     * The one envelope of a JSON body.
     *
     * @throws ProblemException if it is none
     */
    List<Line> readJson(byte[] body) {
        try {
            return List.of(new Line.Read(reader.read(body, 0, body.length, new EventBudget())));
        } catch (UnreadableException e) {
            throw Problem.of(e).toException();
        }
    }

    /**
     * The lines of a newline-delimited body.
     *
     * @throws ProblemException if there is none, or the body as a whole has too many events
     */
    List<Line> readNdjson(byte[] body) {
        List<Line> lines = new ArrayList<>();
        EventBudget budget = new EventBudget();
        for (Ndjson line = new Ndjson(body); line.advance(); ) {
            try {
                lines.add(new Line.Read(reader.read(body, line.from(), line.length(), budget)));
            } catch (UnreadableException e) {
                Problem problem = Problem.of(e).atLine(line.number());
                if (e.reason() == UnreadableException.Reason.TOO_MANY_EVENTS) {
                    throw problem.toException();
                }
                lines.add(new Line.Broken(problem));
            }
            if (lines.size() > MOST_LINES) {
                throw Problem.of(ProblemType.TOO_MANY_EVENTS, "a body may have at most " + MOST_LINES + " lines")
                        .toException();
            }
        }
        if (lines.isEmpty()) {
            throw Problem.of(ProblemType.NO_VALID_EVENT, "the body has no line").toException();
        }
        return lines;
    }

    /** A line has an event or a problem; more lines than events allowed are more of either. */
    private static final int MOST_LINES = dev.tidemark.ingest.envelope.Limits.EVENTS_A_BODY;
}

package dev.tidemark.ingest.posthog;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ingest.door.Answer;
import dev.tidemark.ingest.door.Protocol;
import dev.tidemark.ingest.door.Receipt;
import dev.tidemark.ingest.door.Tally;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.UnreadableException;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol with a verdict for each event, {@code ok}, {@code drop} or {@code retry}, by the event's {@code uuid}. Its
 * body is stamped once, however often it is sent; the time of the attempt is a header.
 */
final class VerdictCapture implements Protocol<PostHog.Captured> {

    private static final String SENT_AT = "PostHog-Request-Timestamp";

    private final PostHog posthog;
    private final ForeignField sentAt;

    VerdictCapture(PostHog posthog, HttpServerRequest request) {
        this.posthog = posthog;
        String stamp = request.getHeader(SENT_AT);
        this.sentAt = stamp == null ? ForeignField.MISSING : Scalar.string(stamp);
    }

    /** What an event is told. */
    private record Result(String word, @Nullable String details) {

        static final Result OK = new Result("ok", null);
        static final Result RETRY = new Result("retry", null);

        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("result", word);
            if (details != null) {
                json.writeStringField("details", details);
            }
            json.writeEndObject();
        }
    }

    @Override
    public boolean bodyMayBeGzipUnsaid() {
        return true;
    }

    @Override
    public PostHog.Captured read(byte[] body) throws UnreadableException {
        return posthog.read(body, sentAt);
    }

    @Override
    public Answer answer(PostHog.Captured captured, List<EnvelopeVerdict> verdicts, Receipt receipt) {
        BatchVerdict verdict = captured.batch().verdict(verdicts);
        Map<String, Result> results = results(captured.uuids(), verdict);
        Answer told = Answer.json(200, json -> {
            json.writeObjectFieldStart("results");
            for (Map.Entry<String, Result> result : results.entrySet()) {
                json.writeFieldName(result.getKey());
                result.getValue().write(json);
            }
            json.writeEndObject();
            receipt.writeAside(json, verdict);
        });
        if (results.isEmpty()) {
            // None has a uuid by which it could be told anything: the status tells it of all.
            return Tally.of(verdict).allOrNothing(() -> told, json -> receipt.write(json, verdict));
        }
        return told.toBeSentAgainIf(!verdict.retry().isEmpty());
    }

    /** By uuid; of one that comes twice, the event that is worse off. */
    private static Map<String, Result> results(List<@Nullable String> uuids, BatchVerdict verdict) {
        Map<String, Result> results = new LinkedHashMap<>();
        for (String uuid : uuids) {
            if (uuid != null) {
                results.put(uuid, Result.OK);
            }
        }
        for (Envelope.RejectedAt rejection : verdict.rejected()) {
            String uuid = uuids.get(rejection.index());
            if (uuid != null) {
                results.put(
                        uuid,
                        new Result(
                                "drop",
                                rejection.rejected().code().wireName() + ": "
                                        + rejection.rejected().detail()));
            }
        }
        for (EnvelopeVerdict.EventToRetry retry : verdict.retry()) {
            String uuid = uuids.get(retry.index());
            if (uuid != null) {
                results.put(uuid, Result.RETRY);
            }
        }
        return results;
    }
}

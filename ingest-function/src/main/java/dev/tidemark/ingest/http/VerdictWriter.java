package dev.tidemark.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Verdict;
import dev.tidemark.ingest.envelope.Envelope;
import dev.tidemark.ingest.envelope.Rejected;
import dev.tidemark.ingest.protocol.BatchVerdict;
import java.io.IOException;
import java.util.List;

/** Writes verdicts as answers say them. */
final class VerdictWriter {

    private VerdictWriter() {}

    /** The fields of an answer, into the open object. */
    static void writeFields(JsonGenerator json, Verdict verdict, Arrival arrival, long respondedAtMillis)
            throws IOException {
        writeHead(json, arrival.requestId(), verdict.receivedAtMillis(), respondedAtMillis, verdict.accepted());
        json.writeArrayFieldStart("rejected");
        for (Envelope.Rejection rejection : verdict.rejections()) {
            writeRejection(json, rejection.index(), rejection.rejected());
        }
        json.writeEndArray();
        writeRetries(json, verdict.toRetry());
        writeClock(json, verdict.offset());
    }

    /** The fields of an answer to a batch of other people's events, into the open object. */
    static void writeFields(JsonGenerator json, BatchVerdict verdict, Arrival arrival, long respondedAtMillis)
            throws IOException {
        writeHead(json, arrival.requestId(), arrival.receivedAtMillis(), respondedAtMillis, verdict.accepted());
        json.writeArrayFieldStart("rejected");
        for (BatchVerdict.Rejection rejection : verdict.rejected()) {
            writeRejection(json, rejection.index(), rejection.rejected());
        }
        json.writeEndArray();
        writeRetries(json, verdict.retry());
    }

    private static void writeHead(
            JsonGenerator json, String requestId, long receivedAtMillis, long respondedAtMillis, int accepted)
            throws IOException {
        json.writeStringField("requestId", requestId);
        json.writeStringField("receivedAt", IsoInstant.format(receivedAtMillis));
        json.writeStringField("respondedAt", IsoInstant.format(respondedAtMillis));
        json.writeNumberField("accepted", accepted);
    }

    private static void writeRejection(JsonGenerator json, int index, Rejected rejected) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        if (rejected.id() != null) {
            json.writeStringField("id", rejected.id());
        }
        json.writeStringField("code", rejected.code().wireName());
        json.writeStringField("detail", rejected.detail());
        json.writeEndObject();
    }

    private static void writeRetries(JsonGenerator json, List<Verdict.Retry> retries) throws IOException {
        json.writeArrayFieldStart("retry");
        for (Verdict.Retry retry : retries) {
            json.writeStartObject();
            json.writeNumberField("index", retry.index());
            json.writeStringField("id", retry.id());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeClock(JsonGenerator json, ClockOffset offset) throws IOException {
        json.writeObjectFieldStart("clock");
        if (offset.basis() != ClockOffset.Basis.NONE) {
            json.writeNumberField("offsetMs", offset.offsetMillis());
        }
        json.writeStringField("basis", offset.basis().wireName());
        if (offset.basis() == ClockOffset.Basis.EXCHANGE) {
            json.writeNumberField("boundMs", offset.boundMillis());
        }
        json.writeEndObject();
    }
}

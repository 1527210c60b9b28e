package dev.tidemark.ingest.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.Arrival;
import dev.tidemark.ingest.Verdict;
import dev.tidemark.ingest.envelope.Envelope;
import java.io.IOException;

/** Writes verdicts as answers say them. */
final class VerdictWriter {

    private VerdictWriter() {}

    /** The fields of an answer, into the open object. */
    static void writeFields(JsonGenerator json, Verdict verdict, Arrival arrival, long respondedAtMillis)
            throws IOException {
        Envelope envelope = verdict.envelope();
        json.writeStringField("requestId", arrival.requestId());
        json.writeStringField("receivedAt", IsoInstant.format(envelope.receivedAtMillis()));
        json.writeStringField("respondedAt", IsoInstant.format(respondedAtMillis));
        json.writeNumberField("accepted", verdict.accepted());
        json.writeArrayFieldStart("rejected");
        for (Envelope.Rejection rejection : envelope.rejections()) {
            json.writeStartObject();
            json.writeNumberField("index", rejection.index());
            if (rejection.rejected().id() != null) {
                json.writeStringField("id", rejection.rejected().id());
            }
            json.writeStringField("code", rejection.rejected().code().wireName());
            json.writeStringField("detail", rejection.rejected().detail());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("retry");
        for (int i = verdict.retry().nextSetBit(0); i >= 0; i = verdict.retry().nextSetBit(i + 1)) {
            json.writeStartObject();
            json.writeNumberField("index", envelope.indexes()[i]);
            json.writeStringField("id", envelope.logged().events().get(i).id());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeClock(json, envelope.logged().offset());
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

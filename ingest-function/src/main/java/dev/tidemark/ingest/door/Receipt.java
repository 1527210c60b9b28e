package dev.tidemark.ingest.door;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.ingest.model.Arrival;
import dev.tidemark.ingest.model.BatchVerdict;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.RejectedEvent;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;

/**
 * What an answer says of its request, and writes verdicts as all protocols say them that have no words of their own.
 *
 * @param respondedAtMillis by the server's clock
 * @param full whether the sender asked for the time of each event: {@code ?receipt=full}
 */
public record Receipt(Arrival arrival, long respondedAtMillis, boolean full) {

    /** Whether a request asks for a full one. */
    static boolean isWantedFull(HttpServerRequest request) {
        return request.query() != null && "full".equals(request.getParam("receipt"));
    }

    /** The fields of an answer to one envelope, into the open object. */
    public void write(JsonGenerator json, EnvelopeVerdict verdict) throws IOException {
        writeHead(json, verdict.receivedAtMillis(), verdict.accepted());
        writeRejections(json, verdict.rejections());
        writeRetries(json, verdict.toRetry());
        writeClock(json, verdict.offset());
        writeIgnored(json, verdict.ignored());
        writeLogged(json, verdict.logged());
    }

    /** The fields of an answer to a batch of other people's events, into the open object. */
    public void write(JsonGenerator json, BatchVerdict verdict) throws IOException {
        writeHead(json, arrival.receivedAtMillis(), verdict.accepted());
        writeRejections(json, verdict.rejected());
        writeRetries(json, verdict.retry());
        writeIgnored(json, verdict.ignored());
        writeLogged(json, verdict.logged());
    }

    /** What answers of other people's forms have room for: what was ignored, and the accepted events if they are asked for. */
    public void writeAside(JsonGenerator json, BatchVerdict verdict) throws IOException {
        writeIgnored(json, verdict.ignored());
        writeLogged(json, verdict.logged());
    }

    private void writeHead(JsonGenerator json, long receivedAtMillis, int accepted) throws IOException {
        json.writeStringField("requestId", arrival.requestId());
        json.writeStringField("receivedAt", IsoInstant.format(receivedAtMillis));
        json.writeStringField("respondedAt", IsoInstant.format(respondedAtMillis));
        json.writeNumberField("accepted", accepted);
    }

    private static void writeRejections(JsonGenerator json, List<Envelope.RejectedAt> rejections) throws IOException {
        json.writeArrayFieldStart("rejected");
        for (Envelope.RejectedAt rejection : rejections) {
            RejectedEvent rejected = rejection.rejected();
            json.writeStartObject();
            json.writeNumberField("index", rejection.index());
            if (rejected.id() != null) {
                json.writeStringField("id", rejected.id());
            }
            json.writeStringField("code", rejected.code().wireName());
            json.writeStringField("detail", rejected.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeRetries(JsonGenerator json, List<EnvelopeVerdict.EventToRetry> retries)
            throws IOException {
        json.writeArrayFieldStart("retry");
        for (EnvelopeVerdict.EventToRetry retry : retries) {
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

    /** What was ignored, if anything was, into the open object. */
    private static void writeIgnored(JsonGenerator json, Ignored ignored) throws IOException {
        if (ignored.count() > 0) {
            json.writeObjectFieldStart("ignored");
            json.writeNumberField("count", ignored.count());
            json.writeArrayFieldStart("fields");
            for (String name : ignored.names()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void writeLogged(JsonGenerator json, List<EnvelopeVerdict.Logged> logged) throws IOException {
        if (full) {
            json.writeArrayFieldStart("events");
            for (EnvelopeVerdict.Logged event : logged) {
                json.writeStartObject();
                json.writeNumberField("index", event.index());
                json.writeStringField("id", event.id());
                json.writeStringField(
                        "eventTime", IsoInstant.format(event.time().millis()));
                json.writeStringField("timeQuality", event.time().quality().wireName());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}

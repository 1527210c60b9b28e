package dev.tidemark.ingest.reading;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.model.SizeLimits;
import dev.tidemark.ingest.model.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of another protocol under Tidemark's rules. Identity, type, time and value are held to them as strictly as
 * anybody's: what is there and wrong is never taken for missing. Attributes are not: what an SDK adds on its own is no
 * fault of its app, so an attribute that breaks a limit is left out, and the event stays.
 */
public final class ForeignEvent {

    private final ForeignItem source;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private ForeignField id = ForeignField.MISSING;
    private ForeignField type = ForeignField.MISSING;
    private ForeignField occurredAt = ForeignField.MISSING;
    private ForeignField value = ForeignField.MISSING;

    /** With the attributes that the source's shape has found, as far as there is room. */
    public ForeignEvent(ForeignItem source) {
        this.source = source;
        source.attributes().forEach(scope -> scope.forEach(this::add));
    }

    /** The event's id; an event without one gets a hash of its content, so that it is a duplicate when sent again. */
    public ForeignEvent id(ForeignField field) {
        id = field;
        return this;
    }

    public ForeignEvent type(ForeignField field) {
        type = field;
        return this;
    }

    public ForeignEvent occurredAt(ForeignField field) {
        occurredAt = field;
        return this;
    }

    public ForeignEvent value(ForeignField field) {
        value = field;
        return this;
    }

    /** Adds an attribute, if it keeps to the limits and there is none of its name. */
    public ForeignEvent attribute(String name, ForeignField field) {
        if (field instanceof Scalar scalar && Texts.faultOfName(name) == null) {
            Grammar.attribute(scalar).ifPresent(attribute -> add(name, attribute));
        }
        return this;
    }

    /**
     * Adds the attributes that the shape of another object has found, a part of the event that lies elsewhere.
     *
     * @param prefix of their names
     */
    public ForeignEvent attributesOf(ForeignItem part, String prefix) {
        part.attributes()
                .forEach(scope -> scope.forEach((name, attribute) -> {
                    if (Texts.faultOfName(prefix + name) == null) {
                        add(prefix + name, attribute);
                    }
                }));
        return this;
    }

    /** The event, or why it is none. */
    public ReadEvent read() {
        String name = id instanceof Scalar scalar && scalar.isString() ? scalar.text() : null;
        if (id.isPresent() && name == null) {
            return new RejectedEvent(null, RejectCode.INVALID_ID, "the id is no string");
        }
        if (name == null) {
            name = source.contentHash();
        }
        String fault = Texts.faultOfName(name);
        if (fault != null) {
            return new RejectedEvent(null, RejectCode.INVALID_ID, "the id " + fault);
        }
        if (source.bytes() > SizeLimits.EVENT_BYTES) {
            return new RejectedEvent(
                    name, RejectCode.TOO_LARGE, "the event is larger than " + SizeLimits.EVENT_BYTES + " bytes");
        }
        fault = faultOfType();
        if (fault != null) {
            return new RejectedEvent(name, RejectCode.INVALID_TYPE, "the type " + fault);
        }
        Optional<Grammar.ReadInstant> time =
                occurredAt instanceof Scalar scalar ? Grammar.time(scalar.kind(), scalar.text()) : Optional.empty();
        if (occurredAt.isPresent() && time.isEmpty()) {
            return new RejectedEvent(name, RejectCode.INVALID_TIME, "the time is no instant" + excerptOf(occurredAt));
        }
        long micros = Micros.NONE;
        if (value.isPresent()) {
            try {
                micros = micros(value);
            } catch (NumberFormatException e) {
                return new RejectedEvent(
                        name, RejectCode.INVALID_VALUE, "the value" + excerptOf(value) + ": " + e.getMessage());
            }
        }
        return new EventDraft(
                name,
                ((Scalar) type).text(),
                time.map(Grammar.ReadInstant::text).orElse(null),
                time.map(Grammar.ReadInstant::millis).orElse(EventTime.ABSENT),
                micros,
                attributes);
    }

    private @Nullable String faultOfType() {
        if (!type.isPresent()) {
            return "is missing";
        }
        return type instanceof Scalar scalar && scalar.isString() ? Texts.faultOfName(scalar.text()) : "is no string";
    }

    private static long micros(ForeignField value) {
        if (value instanceof Scalar scalar) {
            return Grammar.value(scalar.kind(), scalar.text());
        }
        throw new NumberFormatException("not a decimal number");
    }

    private static String excerptOf(ForeignField field) {
        return field instanceof Scalar scalar ? " '" + Texts.excerpt(scalar.text()) + "'" : "";
    }

    private void add(String name, Attribute attribute) {
        if (attributes.size() < SizeLimits.ATTRIBUTES) {
            attributes.putIfAbsent(name, attribute);
        }
    }
}

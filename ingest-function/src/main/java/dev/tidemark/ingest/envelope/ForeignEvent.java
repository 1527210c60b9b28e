package dev.tidemark.ingest.envelope;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of another protocol under Tidemark's rules. Identity, type, time and value are held to them as strictly as
 * anybody's. Attributes are not: what an SDK adds on its own is no fault of its app, so an attribute that breaks a limit
 * is left out, and the event stays.
 */
public final class ForeignEvent {

    private final FlatObject source;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private @Nullable Scalar id;
    private @Nullable Scalar type;
    private @Nullable String occurredAt;
    private @Nullable Scalar value;

    public ForeignEvent(FlatObject source) {
        this.source = source;
    }

    /** The event's id; an event without one gets a hash of its content, so that it is a duplicate when sent again. */
    public ForeignEvent id(@Nullable Scalar scalar) {
        id = scalar;
        return this;
    }

    public ForeignEvent type(@Nullable Scalar scalar) {
        type = scalar;
        return this;
    }

    /** The device's stamp as text, readable or not; null where there is none. */
    public ForeignEvent occurredAt(@Nullable String stamp) {
        occurredAt = stamp;
        return this;
    }

    /** The value; anything but a number is none. */
    public ForeignEvent value(@Nullable Scalar scalar) {
        value = scalar;
        return this;
    }

    /** Adds an attribute, if it keeps to the limits. */
    public ForeignEvent attribute(String name, @Nullable Scalar scalar) {
        if (scalar != null && attributes.size() < Limits.ATTRIBUTES && Texts.faultOfName(name) == null) {
            Attribute attribute = attributeOf(scalar);
            if (attribute != null) {
                attributes.putIfAbsent(name, attribute);
            }
        }
        return this;
    }

    /** Adds everything below a path, named by the rest of the path. */
    public ForeignEvent attributesBelow(String prefix) {
        source.scalars().forEach((path, scalar) -> {
            if (path.startsWith(prefix)) {
                attribute(path.substring(prefix.length()), scalar);
            }
        });
        return this;
    }

    /** The event, or why it is none. */
    public ReadEvent read() {
        String idText = id == null ? contentHash() : id.text();
        String fault = Texts.faultOfName(idText);
        if (fault != null) {
            return new Rejected(null, RejectCode.INVALID_ID, "the id " + fault);
        }
        if (source.bytes() > Limits.EVENT_BYTES) {
            return new Rejected(
                    idText, RejectCode.TOO_LARGE, "the event is larger than " + Limits.EVENT_BYTES + " bytes");
        }
        if (type == null || !type.isString()) {
            return new Rejected(idText, RejectCode.INVALID_TYPE, "the type is missing");
        }
        fault = Texts.faultOfName(type.text());
        if (fault != null) {
            return new Rejected(idText, RejectCode.INVALID_TYPE, "the type " + fault);
        }
        long millis = occurredAt == null ? EventTime.ABSENT : IsoInstant.parse(occurredAt);
        if (occurredAt != null && millis == EventTime.ABSENT) {
            return new Rejected(
                    idText, RejectCode.INVALID_TIME, "the time is no instant: '" + Texts.excerpt(occurredAt) + "'");
        }
        try {
            long micros = value == null || !value.isNumber() ? Micros.NONE : Micros.parse(value.text());
            return new EventDraft(idText, type.text(), occurredAt, millis, micros, attributes);
        } catch (NumberFormatException e) {
            return new Rejected(idText, RejectCode.INVALID_VALUE, "the value is out of bounds: " + e.getMessage());
        }
    }

    private static @Nullable Attribute attributeOf(Scalar scalar) {
        return switch (scalar.kind()) {
            case STRING -> Texts.faultOfValue(scalar.text()) == null ? Attribute.string(scalar.text()) : null;
            case NUMBER -> {
                String plain = PlainDecimal.of(scalar.text());
                yield plain == null ? null : Attribute.number(plain);
            }
            case BOOLEAN -> new Attribute(Attribute.Kind.BOOLEAN, scalar.text());
        };
    }

    private String contentHash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            source.scalars()
                    .forEach((path, scalar) ->
                            sha256.update((path + '\0' + scalar.text() + '\0').getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha256.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

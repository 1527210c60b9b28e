package dev.tidemark.domain.view;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.LoggedEvent;
import org.jspecify.annotations.Nullable;

/** A field of an event that views filter by, group by and aggregate. */
public sealed interface Field {

    /** The field's text, or null where the event has none. */
    @Nullable
    String of(String deviceId, LoggedEvent event);

    /** {@code type}. */
    record Type() implements Field {
        @Override
        public String of(String deviceId, LoggedEvent event) {
            return event.type();
        }

        @Override
        public String toString() {
            return "type";
        }
    }

    /** {@code deviceId}. */
    record DeviceId() implements Field {
        @Override
        public String of(String deviceId, LoggedEvent event) {
            return deviceId;
        }

        @Override
        public String toString() {
            return "deviceId";
        }
    }

    /** {@code value}, for the aggregates that summarise values. */
    record Value() implements Field {
        @Override
        public @Nullable String of(String deviceId, LoggedEvent event) {
            return event.hasValue() ? Micros.format(event.valueMicros()) : null;
        }

        @Override
        public String toString() {
            return "value";
        }
    }

    /** {@code attributes.<name>}. */
    record AttributeField(String name) implements Field {
        @Override
        public @Nullable String of(String deviceId, LoggedEvent event) {
            Attribute attribute = event.attributes().get(name);
            return attribute == null ? null : attribute.text();
        }

        @Override
        public String toString() {
            return "attributes." + name;
        }
    }
}

package dev.tidemark.batch.fault;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.tidemark.domain.event.IsoInstant;
import java.io.IOException;

/** Milliseconds since the epoch as {@code 2024-07-15T00:00:10.000Z} in JSON. */
final class InstantText extends JsonSerializer<Long> {
    @Override
    public void serialize(Long millis, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(IsoInstant.format(millis));
    }
}

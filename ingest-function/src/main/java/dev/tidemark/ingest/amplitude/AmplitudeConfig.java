package dev.tidemark.ingest.amplitude;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Amplitude's protocol. */
@ConfigMapping(prefix = "tidemark.amplitude")
interface AmplitudeConfig {

    /** Paths of the value in an event; the first where there is anything counts. */
    @WithDefault("revenue,event_properties.value")
    List<String> value();
}

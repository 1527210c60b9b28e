package dev.tidemark.ingest.cloudevents;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** CloudEvents. */
@ConfigMapping(prefix = "tidemark.cloudevents")
interface CloudEventsConfig {

    /** Paths of the value in an event; the first where there is anything counts. */
    @WithDefault("data.value")
    List<String> value();
}

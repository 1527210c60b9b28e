package dev.tidemark.ingest.posthog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** PostHog's protocols. */
@ConfigMapping(prefix = "tidemark.posthog")
interface PostHogConfig {

    /** Paths of the value in an event; the first where there is anything counts. */
    @WithDefault("properties.revenue,properties.value")
    List<String> value();
}

package dev.tidemark.ingest.snowplow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Snowplow's protocol. */
@ConfigMapping(prefix = "tidemark.snowplow")
interface SnowplowConfig {

    /**
     * Where the value is: a field of the payload, or below {@code data} of what a self-describing event says; the first where
     * there is anything counts.
     */
    @WithDefault("se_va,tr_tt,data.value,data.revenue")
    List<String> value();
}

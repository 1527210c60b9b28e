package dev.tidemark.ingest.segment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Segment's protocol. */
@ConfigMapping(prefix = "tidemark.segment")
interface SegmentConfig {

    /** Paths of the value in a message; the first where there is anything counts. */
    @WithDefault("properties.revenue,properties.value")
    List<String> value();
}

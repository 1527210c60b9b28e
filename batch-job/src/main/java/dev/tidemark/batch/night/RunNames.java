package dev.tidemark.batch.night;

import java.util.Optional;

/** Names a run once it is known which one it goes on from. */
@FunctionalInterface
public interface RunNames {

    /** A name that no run has had and that sorts behind that of the published one, which is empty where there is none. */
    String after(Optional<String> published);
}

package dev.tidemark.ingest.posthog;

import dev.tidemark.ingest.door.Guest;
import dev.tidemark.ingest.door.Protocol;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** PostHog at {@code POST /batch}, told from its host by the member that has its events. */
@Singleton
class CaptureGuest implements Guest.ByMembers {

    private final PostHog posthog;

    CaptureGuest(PostHog posthog) {
        this.posthog = posthog;
    }

    @Override
    public String address() {
        return "/batch";
    }

    @Override
    public Optional<Protocol<?>> recognise(HttpServerRequest request, Set<String> members) {
        return members.contains(PostHog.BATCH) && !members.contains("events")
                ? Optional.of(new Capture(posthog))
                : Optional.empty();
    }
}

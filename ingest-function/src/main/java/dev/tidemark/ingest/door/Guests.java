package dev.tidemark.ingest.door;

import dev.tidemark.ingest.reading.ForeignBody;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who shares addresses with whom. */
@Singleton
class Guests {

    private final Map<String, List<Guest.ByHeaders>> byHeaders;
    private final Map<String, List<Guest.ByMembers>> byMembers;

    Guests(@All List<Guest.ByHeaders> byHeaders, @All List<Guest.ByMembers> byMembers) {
        this.byHeaders = byHeaders.stream().collect(Collectors.groupingBy(Guest::address));
        this.byMembers = byMembers.stream().collect(Collectors.groupingBy(Guest::address));
    }

    /** The guest whose request it is, by its headers. */
    Optional<Protocol<?>> byHeaders(String address, HttpServerRequest request) {
        for (Guest.ByHeaders guest : byHeaders.getOrDefault(address, List.of())) {
            Optional<Protocol<?>> spoken = guest.recognise(request);
            if (spoken.isPresent()) {
                return spoken;
            }
        }
        return Optional.empty();
    }

    /** The guest whose request it is, by the members of its body. */
    Optional<Protocol<?>> byMembers(String address, HttpServerRequest request, byte[] body) {
        List<Guest.ByMembers> guests = byMembers.getOrDefault(address, List.of());
        if (guests.isEmpty()) {
            return Optional.empty();
        }
        Set<String> members = ForeignBody.members(body);
        for (Guest.ByMembers guest : guests) {
            Optional<Protocol<?>> spoken = guest.recognise(request, members);
            if (spoken.isPresent()) {
                return spoken;
            }
        }
        return Optional.empty();
    }
}

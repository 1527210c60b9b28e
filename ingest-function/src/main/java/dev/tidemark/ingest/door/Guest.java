package dev.tidemark.ingest.door;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;

/** A protocol at an address that another one has, too. Every bean of this type is asked; an address may have many. */
public interface Guest {

    /** The address that it shares: what its host gives to {@link Door#take}. */
    String address();

    /** Told from its host by the headers of a request. */
    interface ByHeaders extends Guest {

        /** How the request is spoken, if it is the guest's. */
        Optional<Protocol<?>> recognise(HttpServerRequest request);
    }

    /** Told from its host by the members of the object that a body is. */
    interface ByMembers extends Guest {

        /** How the request is spoken, if it is the guest's. */
        Optional<Protocol<?>> recognise(HttpServerRequest request, Set<String> members);
    }
}

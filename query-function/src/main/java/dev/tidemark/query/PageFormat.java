package dev.tidemark.query;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a page is written. */
enum PageFormat {
    /** One object with everything. */
    JSON("application/json"),
    /** A value a line; what is not a value stands in headers. */
    NDJSON("application/x-ndjson"),
    /** A value a line below the names of the columns; likewise. */
    CSV("text/csv");

    private final String mediaType;

    PageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<PageFormat> named(String name) {
        return Stream.of(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** The first that a header names; JSON where it names none. */
    static PageFormat accepted(String accept) {
        return Stream.of(accept.split(",", -1))
                .map(part -> part.split(";", 2)[0].strip())
                .flatMap(type -> Stream.of(values()).filter(format -> format.mediaType.equals(type)))
                .findFirst()
                .orElse(JSON);
    }
}

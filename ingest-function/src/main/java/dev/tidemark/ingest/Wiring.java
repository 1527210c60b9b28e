package dev.tidemark.ingest;

import dev.tidemark.domain.view.IngestPolicy;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.ingest.model.Judge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;

/** Makes beans of what knows no container. */
@ApplicationScoped
class Wiring {

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    IngestPolicy policy(IngestConfig config) {
        Optional<Path> views = config.views();
        return views.isPresent() ? policyOf(views.get()) : IngestPolicy.DEFAULT;
    }

    @Produces
    @Singleton
    Judge judge(IngestPolicy policy) {
        return new Judge(policy);
    }

    private static IngestPolicy policyOf(Path views) {
        try {
            return ViewsParser.parse(Files.readString(views), views.toString()).ingest();
        } catch (IOException e) {
            throw new UncheckedIOException("the views file cannot be read: " + views, e);
        } catch (ViewsException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}

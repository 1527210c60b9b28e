package dev.tidemark.ingest;

import dev.tidemark.domain.view.IngestPolicy;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.ingest.envelope.EnvelopeReader;
import dev.tidemark.ingest.envelope.Judge;
import dev.tidemark.ingest.protocol.Amplitude;
import dev.tidemark.ingest.protocol.CloudEvents;
import dev.tidemark.ingest.protocol.Segment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Makes beans of what knows no container. */
@ApplicationScoped
class Wiring {

    /** What the views file's section {@code ingest} says where there is none. */
    private static final IngestPolicy DEFAULTS = new IngestPolicy(Duration.ofSeconds(10), Duration.ofDays(90));

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    EnvelopeReader envelopeReader(IngestConfig config) {
        return new EnvelopeReader(config.trustReceivedAt());
    }

    @Produces
    @Singleton
    Judge judge(IngestConfig config) {
        Optional<Path> views = config.views();
        return new Judge(views.isPresent() ? policyOf(views.get()) : DEFAULTS);
    }

    @Produces
    @Singleton
    CloudEvents cloudEvents(IngestConfig config) {
        return new CloudEvents(config.cloudevents().value());
    }

    @Produces
    @Singleton
    Segment segment(IngestConfig config) {
        return new Segment(config.segment().value(), config.privacy().ip());
    }

    @Produces
    @Singleton
    Amplitude amplitude(IngestConfig config) {
        return new Amplitude(config.amplitude().value(), config.privacy().ip());
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

package dev.tidemark.ingest.door;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.wire.Accepting;
import dev.tidemark.ingest.wire.ByteBudget;
import dev.tidemark.ingest.wire.ConnectionBounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The function as a plain HTTP server, on every core, if a port is configured. */
@Singleton
public class PlainServer {

    private static final Logger LOG = Logger.getLogger(PlainServer.class);

    /** Requests at once on a connection of HTTP/2. */
    private static final long STREAMS = 32;

    private final Vertx vertx;
    private final Router router;
    private final InFlight inFlight;
    private final IngestConfig.Http config;
    private final ByteBudget untaken;

    private volatile int port = -1;
    private @Nullable String deployment;

    PlainServer(Vertx vertx, Router router, InFlight inFlight, IngestConfig config) {
        this.vertx = vertx;
        this.router = router;
        this.inFlight = inFlight;
        this.config = config.http();
        this.untaken = new ByteBudget(this.config.untakenBytes());
    }

    /** The port that is listened on, or -1. */
    public int port() {
        return port;
    }

    void start(@Observes StartupEvent event) throws Exception {
        if (config.port().isEmpty()) {
            return;
        }
        int instances = Runtime.getRuntime().availableProcessors();
        deployment = vertx.deployVerticle(LoopListener::new, new DeploymentOptions().setInstances(instances))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        LOG.infof("listening on http://%s:%d", config.host(), port);
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        String running = deployment;
        if (running != null) {
            deployment = null;
            inFlight.drain(config.drain());
            vertx.undeploy(running).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** A request without a host is refused here, before any route. */
    private void handle(HttpServerRequest request) {
        if (request.authority() == null) {
            Problems.sendWithoutHost(request);
        } else {
            router.handle(request);
        }
    }

    /** One event loop's share of the server. */
    private final class LoopListener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            HttpServerOptions options = new HttpServerOptions()
                    .setHost(config.host())
                    // -1 is a free port that all instances share.
                    .setPort(
                            config.port().orElseThrow() == 0
                                    ? -1
                                    : config.port().orElseThrow())
                    .setIdleTimeout((int) config.idleTimeout().toMillis())
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
            options.getInitialSettings().setMaxConcurrentStreams(STREAMS);
            Accepting accepting = new Accepting(
                    options,
                    new ConnectionBounds(
                            config.headDeadline(),
                            config.answerDeadline(),
                            config.connections(),
                            untaken,
                            () -> Problems.lateHead(config.headDeadline()),
                            Problems::noRoom));
            vertx.createHttpServer(options)
                    .requestHandler(PlainServer.this::handle)
                    .invalidRequestHandler(Problems::sendInvalid)
                    .listen()
                    .onSuccess((HttpServer server) -> {
                        port = server.actualPort();
                        accepting.standBefore(vertx, port).onComplete(started);
                    })
                    .onFailure(cause -> started.fail(new IllegalStateException(
                            "cannot listen on http://" + options.getHost() + ":" + options.getPort() + ": "
                                    + cause.getMessage()
                                    + ". Stop what listens there, or choose another address with TIDEMARK_HTTP_HOST"
                                    + " and TIDEMARK_HTTP_PORT.",
                            cause)));
        }
    }
}

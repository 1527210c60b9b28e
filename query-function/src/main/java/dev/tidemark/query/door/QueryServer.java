package dev.tidemark.query.door;

import dev.tidemark.query.QueryConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The function as a plain HTTP server, if a port is configured. */
@Singleton
public class QueryServer {

    private static final Logger LOG = Logger.getLogger(QueryServer.class);
    private static final int START_SECONDS = 10;
    private static final int IDLE_SECONDS = 60;

    /** What the gateway takes: a cursor holds a key. */
    private static final int LONGEST_HEAD = 10_240;

    private final Vertx vertx;
    private final Router router;
    private final QueryConfig.QueryServerConfig config;
    private @Nullable HttpServer server;

    QueryServer(Vertx vertx, Router router, QueryConfig config) {
        this.vertx = vertx;
        this.router = router;
        this.config = config.http();
    }

    /** The port that is listened on, or -1. */
    public int port() {
        HttpServer running = server;
        return running == null ? -1 : running.actualPort();
    }

    void start(@Observes StartupEvent event) throws Exception {
        if (config.port().isEmpty()) {
            return;
        }
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port().getAsInt())
                        .setMaxInitialLineLength(LONGEST_HEAD)
                        .setMaxHeaderSize(LONGEST_HEAD)
                        .setIdleTimeout(IDLE_SECONDS))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        LOG.infof("listening on http://%s:%d", config.host(), port());
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        HttpServer running = server;
        if (running != null) {
            server = null;
            running.close().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        }
    }
}

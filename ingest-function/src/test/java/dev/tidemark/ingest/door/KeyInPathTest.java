package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.ingest.support.Browser;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(VendorSdks.Profile.class)
@QuarkusTestResource(KinesisForTests.class)
class KeyInPathTest {

    /** Whoever sees requests. */
    private static final List<String> TALKATIVE =
            List.of("dev.tidemark", "io.quarkus", "io.vertx", "org.jboss.resteasy");

    @Inject
    PlainServer server;

    Log log;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Handler everything = new Handler() {
        @Override
        public void publish(LogRecord said) {
            messages.add(said instanceof ExtLogRecord ext ? ext.getFormattedMessage() : said.getMessage());
            if (said.getThrown() != null) {
                messages.add(said.getThrown().toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final String device = newDevice();

    @BeforeEach
    void listen() {
        everything.setLevel(Level.FINE);
        TALKATIVE.forEach(name -> Logger.getLogger(name).setLevel(Level.FINE));
        Logger.getLogger("").addHandler(everything);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger("").removeHandler(everything);
        TALKATIVE.forEach(name -> Logger.getLogger(name).setLevel(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/k/local/v1/events", "/k/l%6Fcal/v1/events", "/k/local/v1/events?a=b"})
    void theRestOfThePathIsTheAddress(String path) {
        post(path, envelope(device, event("e1"))).then().statusCode(200);
        assertThat(log.ids(device)).containsExactly("e1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/k/wrong/v1/events",
                "/k//v1/events",
                "/k/%ZZ/v1/events",
                "/k/wrong/k/local/v1/events",
                "/k/local%2Fv1/v1/events"
            })
    void aWrongKeyIsRefusedWhateverItLooksLike(String path) throws IOException {
        assertThat(statusOf("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 2\r\n\r\n{}"))
                .isEqualTo(401);
    }

    @Test
    void theKeyInThePathGoesBeforeTheBodys() {
        post("/k/local/2/httpapi", Requests.amplitude(device).replace("\"local\"", "\"other\""))
                .then()
                .statusCode(200)
                .body("code", is(200));
    }

    /** Whatever is answered, and whatever a logger says at the finest level that Quarkus builds in, which is debug. */
    @Test
    void theKeyIsInNoLogAndNoAnswer() {
        String key = "secret-of-the-path";
        for (String path : List.of(
                "/v1/events",
                "/v1/events?x=y",
                "/v1/b",
                "/batch/",
                "/nothing",
                "",
                "/",
                "/q/metrics/nothing",
                "/com.snowplowanalytics.snowplow/tp2")) {
            for (String body : List.of("{", envelope(device, event("e1")))) {
                Response answer = post("/k/" + key + path, body);
                assertThat(answer.asString() + answer.headers()).as(path).doesNotContain(key);
            }
        }
        Response preflight = new Requests(server)
                .anonymous()
                .header("Origin", Browser.ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .options("/k/" + key + "/v1/events");
        preflight.then().statusCode(200);
        assertThat(preflight.headers().toString()).doesNotContain(key);
        new Requests(server).anonymous().get("/k/" + key + "/v1/events").then().statusCode(405);
        assertThat(messages).noneMatch(message -> message.contains(key));
    }

    /** The status of the answer to bytes as they are. */
    private int statusOf(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9));
        }
    }

    private Response post(String path, String body) {
        return new Requests(server)
                .anonymous()
                .urlEncodingEnabled(false)
                .contentType(Requests.JSON)
                .body(body)
                .post(path);
    }
}

package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.support.KinesisForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections can do that no gateway hands on: be slow, be silent, lie, and break the rules of HTTP. */
@QuarkusTest
@TestProfile(ConnectionsTest.Impatient.class)
@QuarkusTestResource(KinesisForTests.class)
class ConnectionsTest {

    /** Three seconds for a body, and room for four of them. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidemark.http.body-deadline", "PT3S",
                    "tidemark.http.body-bytes", "4194304",
                    "tidemark.http.keyless-body-bytes", "2097152");
        }
    }

    private static final int CONNECTIONS = 440;

    @Inject
    PlainServer server;

    @Inject
    Bodies bodies;

    private final List<Socket> open = new ArrayList<>();
    private final Errors errors = new Errors();
    private final Logger root = Logger.getLogger("");

    @BeforeEach
    void listen() {
        root.addHandler(errors);
    }

    @AfterEach
    void close() throws IOException {
        root.removeHandler(errors);
        for (Socket socket : open) {
            socket.close();
        }
        assertThat(errors.told).isEmpty();
    }

    private static final class Errors extends Handler {
        private final List<String> told = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                told.add(record.getLoggerName() + ": " + record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Who announces much and sends little holds little, with a key or without one. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/events", "/2/httpapi"})
    void bodiesThatDoNotComeTakeNothingFromOthersAndEnd(String path) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = connect();
            String head = head("POST " + path, "Content-Length: 1048576");
            write(socket, (path.equals("/v1/events") ? head : head.replace("X-Api-Key: local\r\n", "")) + "{");
        }
        Requests requests = new Requests(server);
        for (int i = 0; i < 20; i++) {
            requests.post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        }
        int told = 0;
        for (Socket socket : open) {
            told += read(socket).startsWith("HTTP/1.1 408 ") ? 1 : 0;
        }
        assertThat(told).as("all are told after the deadline").isEqualTo(CONNECTIONS);
        assertThat(bodies.bytesLeft()).as("and give back what they held").isEqualTo(4 << 20);
    }

    @Test
    void aBodyBeyondTheBoundIsToldSoWhileItIsSent() throws Exception {
        Socket socket = connect();
        write(socket, head("POST /v1/events", "Content-Length: 5242880"));
        byte[] piece = "x".repeat(64 << 10).getBytes(ISO_8859_1);
        for (int sent = 0; sent < 5 << 20; sent += piece.length) {
            socket.getOutputStream().write(piece);
        }
        assertThat(read(socket)).startsWith("HTTP/1.1 413 ").contains("body-too-large");
        // The body was read and thrown away: the connection serves the next request.
        String body = envelope(newDevice(), event("a"));
        write(socket, head("POST /v1/events", "Content-Length: " + body.length()) + body);
        assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whoeverAnnouncesTooMuchAndSendsNothingIsCutOff() throws Exception {
        Socket socket = connect();
        write(socket, head("POST /v1/events", "Content-Length: 524288000"));
        assertThat(read(socket)).startsWith("HTTP/1.1 413 ");
        assertThat(socket.getInputStream().read())
                .as("the connection is closed")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/events HTTP/1.1\r\nX-Api-Key: local\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/events HTTP/1.1\r\nHost: h\r\nX-Api-Key: local\r\nContent-Length: two\r\n\r\n{}",
                "nonsense\r\n\r\n",
            })
    void whatIsNoHttpIsAProblem(String request) throws Exception {
        Socket socket = connect();
        write(socket, request);
        assertThat(read(socket))
                .startsWith("HTTP/1.")
                .contains(" 400 ", "application/problem+json", "urn:tidemark:problem:bad-request")
                .doesNotContain("stack");
    }

    /** Netty ends it, with or without an answer. */
    @Test
    void whatIsNoChunkEndsItsConnection() throws Exception {
        Socket socket = connect();
        write(socket, head("POST /v1/events", "Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");
        String answer = read(socket);
        assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "))
                .as(answer)
                .isTrue();
    }

    @Test
    void headersBeyondTheBoundAreAProblem() throws Exception {
        Socket socket = connect();
        write(socket, head("POST /v1/events", "X-Long: " + "x".repeat(20_000)));
        assertThat(read(socket)).startsWith("HTTP/1.1 431 ").contains("headers-too-large");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
        socket.setSoTimeout(30_000);
        open.add(socket);
        return socket;
    }

    private static String head(String request, String header) {
        return request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: local\r\nContent-Type: application/json\r\n"
                + header + "\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One answer, to the end of its body. */
    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        int length = -1;
        int bodyFrom = -1;
        while (bodyFrom < 0 || text.length() < bodyFrom + length) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            text.append((char) c);
            if (bodyFrom < 0
                    && text.length() > 4
                    && text.substring(text.length() - 4).equals("\r\n\r\n")) {
                bodyFrom = text.length();
                String lower = text.toString().toLowerCase(java.util.Locale.ROOT);
                int at = lower.indexOf("content-length: ");
                length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
            }
        }
        return text.toString();
    }
}

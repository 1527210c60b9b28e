package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.JSON;
import static dev.tidemark.ingest.door.Requests.envelope;
import static dev.tidemark.ingest.door.Requests.event;
import static dev.tidemark.ingest.door.Requests.newDevice;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.support.KinesisForTests;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections can do that no gateway hands on: be slow, be silent, lie, and break the rules of HTTP. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@QuarkusTest
@TestProfile(ConnectionsTest.Impatient.class)
@QuarkusTestResource(KinesisForTests.class)
class ConnectionsTest {

    /** Three seconds for a head, a body and an answer, room for four bodies of the largest, and five seconds to end. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidemark.http.head-deadline", HEAD_DEADLINE.toString(),
                    "tidemark.http.answer-deadline", "PT3S",
                    "tidemark.http.body-deadline", "PT3S",
                    "tidemark.http.connections", Integer.toString(MOST_CONNECTIONS),
                    "tidemark.http.drain", "PT5S",
                    "tidemark.http.body-bytes", "4194304",
                    "tidemark.http.keyless-body-bytes", "2097152");
        }
    }

    private static final Duration HEAD_DEADLINE = Duration.ofSeconds(3);

    private static final int CONNECTIONS = 1_000;

    private static final int MOST_CONNECTIONS = 1_100;

    /** What HTTP/2 begins with: the preface, and settings without any. */
    private static final String HTTP_2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

    /** Asks for HTTP/2; line breaks are written as {@code |}. */
    private static final String UPGRADE =
            "Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAAP__|";

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
            // Whoever is cut off when the server ends was still counted as under way.
            boolean cutOff = record.getLoggerName().equals(InFlight.class.getName());
            if (cutOff || record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                told.add(record.getLoggerName() + ": " + record.getMessage() + traceOf(record.getThrown()));
            }
        }

        private static String traceOf(@Nullable Throwable thrown) {
            return thrown == null ? "" : ": " + thrown + " " + List.of(thrown.getStackTrace());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** What a connection may be up to, and whether it is told when its time is over. */
    private enum Waste {
        IDLE("", "", false),
        DRIPPING_HEAD("POST /v1/events HTTP/1.1\r\nHost: h\r\nX-Slow: ", "x", true),
        DRIPPING_BODY(head("POST /v1/events", "Transfer-Encoding: chunked") + "1\r\n{\r\n", "1\r\n \r\n", true),
        LYING(head("POST /v1/events", "Content-Length: 1048576") + "{", "", true),
        DRIPPING_HEAD_OF_HTTP_2(HTTP_2 + "\0\0\1\1\1\0\0\0\1\u0082", "\0\0\0\11\0\0\0\0\1", false),
        LYING_WITHOUT_A_KEY(
                head("POST /2/httpapi", "Content-Length: 1048576").replace("X-Api-Key: local\r\n", "") + "{", "", true);

        private final String first;
        private final String drip;
        private final boolean told;

        Waste(String first, String drip, boolean told) {
            this.first = first;
            this.drip = drip;
            this.told = told;
        }
    }

    /** A thousand connections, of each kind as many. */
    private Map<Socket, Waste> waste() throws IOException {
        Map<Socket, Waste> wasting = new LinkedHashMap<>();
        Waste[] kinds = Waste.values();
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = connect();
            wasting.put(socket, kinds[i % kinds.length]);
            write(socket, kinds[i % kinds.length].first);
        }
        return wasting;
    }

    private static void drip(Map<Socket, Waste> wasting) {
        wasting.forEach((socket, waste) -> {
            try {
                write(socket, waste.drip);
            } catch (IOException e) {
                // It was told that its time is over.
            }
        });
    }

    /** Who announces much and sends little holds little; who is slow has his time, however often something comes. */
    @Test
    @Order(1)
    void aThousandThatWasteTimeTakeNoneFromOthersAndEnd() throws Exception {
        Map<Socket, Waste> wasting = waste();
        Requests requests = new Requests(server);
        for (int i = 0; i < 20; i++) {
            requests.post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
            requests.anonymous()
                    .contentType(JSON)
                    .body(Requests.amplitude(newDevice()))
                    .post("/2/httpapi")
                    .then()
                    .statusCode(200);
            drip(wasting);
        }
        ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
        dripping.scheduleWithFixedDelay(() -> drip(wasting), 0, 500, TimeUnit.MILLISECONDS);
        Map<Waste, Integer> told = new EnumMap<>(Waste.class);
        for (Map.Entry<Socket, Waste> one : wasting.entrySet()) {
            if (one.getValue().told) {
                String answer = read(one.getKey());
                assertThat(answer)
                        .as(one.getValue().name())
                        .startsWith("HTTP/1.1 408 ")
                        .containsIgnoringCase("\r\nRetry-After: ");
                told.merge(one.getValue(), 1, Integer::sum);
            }
        }
        dripping.shutdownNow();
        assertThat(told).hasSize(4).allSatisfy((waste, count) -> assertThat(count)
                .isBetween(CONNECTIONS / Waste.values().length, CONNECTIONS / Waste.values().length + 1));
        assertThat(bodies.bytesLeft()).as("and give back what they held").isEqualTo((4 << 20) + (2 << 20));
    }

    /** They are more than there may be, and none of them is told to go before its time. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void headsThatDripKeepNobodyOut() throws Exception {
        List<Socket> dripping = new ArrayList<>();
        for (int i = 0; i < MOST_CONNECTIONS + 100; i++) {
            dripping.add(connect());
            write(dripping.get(i), Waste.DRIPPING_HEAD.first);
        }
        new Requests(server).post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        for (Socket socket : dripping) {
            socket.close();
        }
    }

    /** The last of all: the server is gone then. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aThousandThatWasteTimeDoNotKeepTheServerFromItsEnd() throws Exception {
        int port = server.port();
        waste();
        new Requests(server).post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        server.stop(new ShutdownEvent());
        assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.1"), port))
                .isInstanceOf(ConnectException.class);
    }

    /** Some SDKs take 408 for final. */
    @Test
    void whoseBodyIsTooSlowIsToldToSendItAgainInAWayThatItsSdkKnows() throws Exception {
        Map<String, Integer> statuses = Map.of(
                "/v1/events", 408,
                "/v1/batch", 503,
                "/beacon/v1/batch?writeKey=local", 503,
                "/e/", 503,
                "/i/v1/analytics/events", 408,
                "/2/httpapi", 408,
                "/com.snowplowanalytics.snowplow/tp2", 408);
        Map<String, Socket> slow = new LinkedHashMap<>();
        for (String address : statuses.keySet()) {
            slow.put(address, connect());
            write(slow.get(address), head("POST " + address, "Content-Length: 100") + "{");
        }
        for (Map.Entry<String, Socket> one : slow.entrySet()) {
            assertThat(read(one.getValue()))
                    .as(one.getKey())
                    .startsWith("HTTP/1.1 " + statuses.get(one.getKey()) + " ")
                    .containsIgnoringCase("\r\nRetry-After: ");
        }
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

    /** Some clients send one behind a body; a connection that is kept is no head that is late. */
    @Test
    void aLineBreakBehindABodyIsNotTheBeginningOfAHead() throws Exception {
        Socket socket = connect();
        String body = envelope(newDevice(), event("a"));
        String request = head("POST /v1/events", "Content-Length: " + body.length()) + body;
        write(socket, request);
        assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
        write(socket, "\r\n");
        Thread.sleep(HEAD_DEADLINE.plusSeconds(1).toMillis());
        write(socket, request);
        assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
    }

    /** Line breaks are written as {@code |}, for {@code ~} stands what every good request has. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            no Host                     ; POST /v1/events HTTP/1.1|X-Api-Key: local|Content-Length: 2||{}          ; the request has no Host
            two Hosts                   ; ~Host: other|Content-Length: 2||{}                                       ; more than one Host
            a length that is none       ; ~Content-Length: two||{}                                                 ;
            a length below zero         ; ~Content-Length: -2||{}                                                  ;
            a length with a sign        ; ~Content-Length: +2||{}                                                  ;
            a length beyond all numbers ; ~Content-Length: 99999999999999999999||{}                                ;
            two lengths                 ; ~Content-Length: 2|Content-Length: 3||{}                                 ;
            a list of lengths           ; ~Content-Length: 2, 2||{}                                                ;
            a length and chunks         ; ~Content-Length: 2|Transfer-Encoding: chunked||2|{}|0||                  ; not both
            another transfer coding     ; ~Transfer-Encoding: gzip||{}                                             ; may be chunked
            two transfer codings        ; ~Transfer-Encoding: gzip, chunked||2|{}|0||                              ; may be chunked
            chunked twice               ; ~Transfer-Encoding: chunked|Transfer-Encoding: chunked||2|{}|0||         ; may be chunked
            chunks of HTTP/1.0          ; POST /v1/events HTTP/1.0|Host: h|Transfer-Encoding: chunked||2|{}|0||    ; HTTP/1.0 has no chunks
            a chunk's size is no number ; ~Transfer-Encoding: chunked||zz|{}|0||                                   ; chunks are none"
            the second is no number     ; ~Transfer-Encoding: chunked||1|{|zz|}|0||                                ; chunks are none"
            a chunk's size below zero   ; ~Transfer-Encoding: chunked||-2|{}|0||                                   ; chunks are none"
            a chunk beyond all numbers  ; ~Transfer-Encoding: chunked||ffffffffffffffff|{}|0||                     ; chunks are none"
            a chunk longer than it says ; ~Transfer-Encoding: chunked||1|{}|0||                                    ; chunks are none"
            a trailer that is none      ; ~Transfer-Encoding: chunked||2|{}|0|nonsense||                           ; chunks are none"
            a header without a colon    ; ~nonsense|Content-Length: 2||{}                                          ;
            a header without a name     ; ~: nameless|Content-Length: 2||{}                                        ; no name
            a space before the colon    ; ~X-A : b|Content-Length: 2||{}                                           ;
            no request line             ; nonsense||                                                               ;
            no version                  ; POST /v1/events||                                                        ;
            a version of the future     ; POST /v1/events HTTP/9.9|Host: h||                                       ; HTTP/1.1
            another protocol            ; POST /v1/events GOPHER/1.1|Host: h||                                     ; HTTP/1.1
            half a preface of HTTP/2    ; PRI * HTTP/2.0||XX||                                                     ; HTTP/1.1
            """)
    void whatIsNoHttpIsAProblemAndEndsItsConnection(String name, String request, @Nullable String detail)
            throws Exception {
        String text = request.replace("~", "POST /v1/events HTTP/1.1|Host: h|X-Api-Key: local|");
        for (String sent : List.of(text, text.replaceFirst("\\|", "|" + UPGRADE))) {
            Socket socket = connect();
            write(socket, sent.replace("|", "\r\n"));
            assertThat(read(socket))
                    .as(sent)
                    .startsWith("HTTP/1.")
                    .contains(" 400 ", "application/problem+json", "urn:tidemark:problem:bad-request")
                    .contains(detail == null ? "" : detail)
                    .doesNotContain("stack");
            if (!name.equals("no Host")) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    /** As a server may that knows no HTTP/2: it is spoken from the first byte or not at all. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            to HTTP/2        ; Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQAAP__
            without settings ; Connection: Upgrade, HTTP2-Settings|Upgrade: h2c
            no base64        ; Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: !!!
            no Connection    ; Upgrade: h2c|HTTP2-Settings: AAMAAABk
            with chunks      ; Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABk|Transfer-Encoding: chunked
            another protocol ; Connection: Upgrade|Upgrade: websocket
            """)
    void anUpgradeIsPassedOver(String name, String headers) throws Exception {
        Socket socket = connect();
        String body = envelope(newDevice(), event("a"));
        boolean chunks = headers.endsWith("chunked");
        String length = chunks ? "" : "|Content-Length: " + body.length();
        for (int i = 0; i < 2; i++) {
            write(
                    socket,
                    head("POST /v1/events", (headers + length).replace("|", "\r\n"))
                            + (chunks ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : body));
            assertThat(read(socket)).startsWith("HTTP/1.1 200 ").contains("\"accepted\":1");
        }
    }

    /**
     * Sends a preface and settings, and of a head the first byte, then an empty frame of it again and again; none when its time
     * is over, since that would take away what it is told.
     */
    @Test
    void aHeadOfHttp2ThatDripsEndsItsConnection() throws Exception {
        Socket socket = connect();
        write(socket, HTTP_2 + "\0\0\1\1\1\0\0\0\1\u0082");
        ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
        dripping.scheduleWithFixedDelay(
                () -> drip(Map.of(socket, Waste.DRIPPING_HEAD_OF_HTTP_2)), 0, 700, TimeUnit.MILLISECONDS);
        byte[] all = socket.getInputStream().readAllBytes();
        dripping.shutdownNow();
        assertThat(new String(all, ISO_8859_1)).contains("a head has 3 seconds to arrive");
    }

    /** Those that say nothing make room. */
    @Test
    void moreConnectionsThanThereMayBeKeepNobodyOut() throws Exception {
        Socket first = connect();
        for (int i = 0; i < MOST_CONNECTIONS; i++) {
            connect();
        }
        new Requests(server).post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
        assertThat(first.getInputStream().read()).as("the oldest is closed").isEqualTo(-1);
    }

    /** Whatever was asked before it is answered before it. */
    @Test
    void whatIsNoChunkTakesNoAnswerFromThoseBeforeIt() throws Exception {
        Socket socket = connect();
        String time = "GET /v1/time HTTP/1.1\r\nHost: h\r\n\r\n";
        write(
                socket,
                time + time + head("POST /v1/events", "Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n" + time);
        assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
        assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
        assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("chunks are none");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** And is answered as it would be with whole chunks, where nobody reads them. */
    @ParameterizedTest
    @CsvSource({"GET /v1/time, 200", "GET /v1/events, 405", "POST /nowhere, 404"})
    void whatIsNoChunkOfABodyThatNobodyReadsIsPassedOver(String request, int status) throws Exception {
        Socket socket = connect();
        write(socket, head(request, "Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");
        assertThat(read(socket)).startsWith("HTTP/1.1 " + status + " ");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void moreRequestsAtOnceThanAreTakenEndTheConnection() throws Exception {
        Socket socket = connect();
        String body = envelope(newDevice(), event("a"));
        write(socket, (head("POST /v1/events", "Content-Length: " + body.length()) + body).repeat(100));
        int taken = 0;
        String answer = read(socket);
        for (; answer.startsWith("HTTP/1.1 200 "); answer = read(socket)) {
            taken++;
        }
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("more than 32 requests at once");
        assertThat(taken).isBetween(32, 99);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** Answers that nobody reads are not kept: the connection ends when the network's own buffers are full. */
    @Test
    void whoAsksAndDoesNotListenIsCutOff() throws Exception {
        Socket socket = connect();
        String request = "GET /q/openapi HTTP/1.1\r\nHost: h\r\n\r\n".repeat(10);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        write(socket, request);
                        Thread.sleep(5);
                    }
                })
                .isInstanceOf(IOException.class);
        new Requests(server).post(JSON, envelope(newDevice(), event("a"))).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/events?receipt=%zz",
                "/v1/ev%zz",
                "/v1/events?a=%",
                "/v1/events?a=|",
                "/v1/{events}",
                "/k/local/v1/events?a=%4"
            })
    void anAddressThatIsNoUriIsAProblem(String address) throws Exception {
        Socket socket = connect();
        write(socket, head("POST " + address, "Content-Length: 2") + "{}");
        assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("no URI");
    }

    @Test
    void anAddressBeyondTheBoundIsAProblem() throws Exception {
        Socket socket = connect();
        write(socket, head("POST /v1/events?" + "a".repeat(9_000), "Content-Length: 2") + "{}");
        assertThat(read(socket)).contains(" 414 ").contains("uri-too-long");
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

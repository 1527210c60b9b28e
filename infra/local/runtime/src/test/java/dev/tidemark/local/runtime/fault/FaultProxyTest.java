package dev.tidemark.local.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of each fault, and what DynamoDB does. */
class FaultProxyTest {

    private static final Duration LATE = Duration.ofSeconds(3);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    private final HttpClient http = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final Queue<StoreFault> faults = new ArrayDeque<>();
    private HttpServer dynamoDb;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        dynamoDb = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        dynamoDb.createContext("/", exchange -> {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            arrived.add(target + " " + body);
            byte[] answer = "{\"done\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("x-amzn-RequestId", "r-1");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        dynamoDb.start();
        proxy = FaultProxy.start(
                URI.create("http://127.0.0.1:" + dynamoDb.getAddress().getPort()),
                operation -> operation.equals("PutItem") ? faults.poll() : null,
                LATE);
    }

    @AfterEach
    void stop() {
        proxy.close();
        dynamoDb.stop(0);
    }

    @Test
    void withoutAFaultRequestAndAnswerPassAsTheyAre() throws Exception {
        HttpResponse<String> answer = put("attempt=1; max=4");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"done\":true}");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).contains("r-1");
        assertThat(arrived).containsExactly("DynamoDB_20120810.PutItem {}");
        assertThat(proxy.requests()).isEqualTo(1);
        assertThat(proxy.retries()).isZero();
    }

    @Test
    void aThrottledRequestIsRefusedInDynamoDbsOwnWordsAndNeverArrives() throws Exception {
        faults.addAll(List.of(StoreFault.TABLE_THROTTLED, StoreFault.ACCOUNT_THROTTLED));

        HttpResponse<String> table = put("attempt=1");
        HttpResponse<String> account = put("attempt=2");

        assertThat(table.statusCode()).isEqualTo(400);
        assertThat(table.body()).contains("#ProvisionedThroughputExceededException");
        assertThat(account.statusCode()).isEqualTo(400);
        assertThat(account.body()).contains("#ThrottlingException");
        assertThat(arrived).isEmpty();
        assertThat(proxy.retries()).isEqualTo(1);
    }

    @Test
    void aLostRequestNeverArrives() {
        faults.add(StoreFault.REQUEST_LOST);

        assertThatThrownBy(() -> put("attempt=1")).isInstanceOf(IOException.class);
        assertThat(arrived).isEmpty();
        assertThat(proxy.count(StoreFault.REQUEST_LOST)).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsAboutSomethingThatWasDone() {
        faults.add(StoreFault.ANSWER_LOST);

        assertThatThrownBy(() -> put("attempt=1")).isInstanceOf(IOException.class);
        assertThat(arrived).hasSize(1);
    }

    @Test
    void aLateRequestIsDoneAfterItsCallerHasGivenUp() throws Exception {
        faults.add(StoreFault.DONE_LATE);

        assertThatThrownBy(() -> put("attempt=1", IMPATIENT)).isInstanceOf(HttpTimeoutException.class);
        assertThat(arrived).isEmpty();
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("DynamoDB_20120810.PutItem {}");
    }

    @Test
    void onceItIsCalmEverythingPasses() throws Exception {
        faults.add(StoreFault.REQUEST_LOST);
        proxy.calm();

        assertThat(put("attempt=1").statusCode()).isEqualTo(200);
        assertThat(faults).hasSize(1);
    }

    private HttpResponse<String> put(String attempt) throws IOException, InterruptedException {
        return put(attempt, PATIENT);
    }

    private HttpResponse<String> put(String attempt, Duration patience) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(proxy.url())
                .header("X-Amz-Target", "DynamoDB_20120810.PutItem")
                .header("amz-sdk-request", attempt)
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}

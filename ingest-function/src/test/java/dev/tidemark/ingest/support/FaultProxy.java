package dev.tidemark.ingest.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Stands between the function and Kinesis, and misbehaves in PutRecords calls as it is told. */
public final class FaultProxy implements AutoCloseable {

    /** What happens to one PutRecords call. */
    public sealed interface Fault {

        /** Nothing. */
        record None() implements Fault {}

        /** The records for which it holds are not written and reported as failed. */
        record Entries(IntPredicate fails, String errorCode) implements Fault {}

        /** The call is refused as a whole. */
        record Refused(int status, String errorCode) implements Fault {}

        /** The connection drops, before or after the records were written. */
        record Dropped(boolean written) implements Fault {}

        /** The answer comes late; the records are written. */
        record Late(long millis) implements Fault {}

        /** No answer comes; the records are written. */
        record Unanswered() implements Fault {}
    }

    /** Chooses the fault of each call, from several threads. */
    @FunctionalInterface
    public interface Plan {
        Fault next();
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Plan CALM = Fault.None::new;

    static {
        // An answer's head and body go out apart: without this, each waits 40 ms for the one before to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI target;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Plan plan = CALM;

    FaultProxy(int targetPort) throws IOException {
        target = URI.create("http://127.0.0.1:" + targetPort + "/");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From now on. */
    public void plan(Plan next) {
        plan = next;
    }

    /** From now on, no faults. */
    public void calm() {
        plan = CALM;
    }

    /** PutRecords calls so far. */
    public int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean put = exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith(".PutRecords");
        if (put) {
            calls.incrementAndGet();
        }
        Fault fault = put ? plan.next() : new Fault.None();
        if (fault instanceof Fault.Refused refused) {
            ObjectNode error =
                    JSON.createObjectNode().put("__type", refused.errorCode()).put("message", "a fault");
            answer(exchange, refused.status(), JSON.writeValueAsBytes(error));
        } else if (fault instanceof Fault.Dropped dropped) {
            if (dropped.written()) {
                forward(exchange, body);
            }
            exchange.close();
        } else if (fault instanceof Fault.Entries entries) {
            withFailedEntries(exchange, body, entries);
        } else if (fault instanceof Fault.Unanswered) {
            forward(exchange, body);
        } else {
            HttpResponse<byte[]> response = forward(exchange, body);
            if (fault instanceof Fault.Late late) {
                sleep(late.millis());
            }
            answer(exchange, response.statusCode(), response.body());
        }
    }

    private void withFailedEntries(HttpExchange exchange, byte[] body, Fault.Entries fault) throws IOException {
        ObjectNode request = (ObjectNode) JSON.readTree(body);
        ArrayNode records = (ArrayNode) request.get("Records");
        ArrayNode written = JSON.createArrayNode();
        boolean[] failed = new boolean[records.size()];
        for (int i = 0; i < failed.length; i++) {
            failed[i] = fault.fails().test(i);
            if (!failed[i]) {
                written.add(records.get(i));
            }
        }
        ArrayNode results = JSON.createArrayNode();
        if (!written.isEmpty()) {
            request.set("Records", written);
            HttpResponse<byte[]> response = forward(exchange, JSON.writeValueAsBytes(request));
            results = (ArrayNode) JSON.readTree(response.body()).get("Records");
        }
        ArrayNode all = JSON.createArrayNode();
        int next = 0;
        for (boolean fails : failed) {
            all.add(
                    fails
                            ? JSON.createObjectNode()
                                    .put("ErrorCode", fault.errorCode())
                                    .put("ErrorMessage", "a fault")
                            : results.get(next++));
        }
        ObjectNode answer = JSON.createObjectNode().put("FailedRecordCount", failed.length - written.size());
        answer.set("Records", all);
        answer(exchange, 200, JSON.writeValueAsBytes(answer));
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : new String[] {"X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date"}) {
            request.header(header, exchange.getRequestHeaders().getFirst(header));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) {
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        try {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

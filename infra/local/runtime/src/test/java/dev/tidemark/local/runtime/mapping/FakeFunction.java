package dev.tidemark.local.runtime.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.local.runtime.lambda.InvocationOutcome;
import dev.tidemark.local.runtime.lambda.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stands for the user's function: remembers each batch that it got, and answers as the test says. */
final class FakeFunction implements Invoker {

    static final InvocationOutcome OK = returned("{}");
    static final InvocationOutcome ERROR = new InvocationOutcome.InvocationFailed("request", "Unhandled", new byte[0]);

    /** One record as the function saw it. */
    record Seen(String shard, String sequence, String text, JsonNode json) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<List<Seen>> batches = new CopyOnWriteArrayList<>();
    private final Function<List<Seen>, InvocationOutcome> behaviour;

    FakeFunction(Function<List<Seen>, InvocationOutcome> behaviour) {
        this.behaviour = behaviour;
    }

    static InvocationOutcome returned(String json) {
        return new InvocationOutcome.Returned("request", json.getBytes(StandardCharsets.UTF_8));
    }

    static InvocationOutcome failedFrom(Seen record) {
        return returned("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + record.sequence() + "\"}]}");
    }

    @Override
    public CompletableFuture<InvocationOutcome> invoke(byte[] payload, @Nullable String affinity) {
        List<Seen> batch = parse(payload);
        batches.add(batch);
        return CompletableFuture.completedFuture(behaviour.apply(batch));
    }

    private static List<Seen> parse(byte[] payload) {
        try {
            List<Seen> batch = new ArrayList<>();
            for (JsonNode record : JSON.readTree(payload).get("Records")) {
                JsonNode kinesis = record.get("kinesis");
                byte[] data = Base64.getDecoder().decode(kinesis.get("data").asText());
                batch.add(new Seen(
                        record.get("eventID").asText().split(":", -1)[0],
                        kinesis.get("sequenceNumber").asText(),
                        new String(data, StandardCharsets.UTF_8),
                        record));
            }
            return batch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of each batch, in the order of the invocations. */
    List<List<String>> batches() {
        return batches.stream()
                .map(batch -> batch.stream().map(Seen::text).toList())
                .toList();
    }

    List<Seen> records() {
        return batches.stream().flatMap(List::stream).toList();
    }
}

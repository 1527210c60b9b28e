package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers are answered must be what Kinesis would answer, or the measure is of something else. */
class KinesisStandInTest {

    private static final long LATENCY_MILLIS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final KinesisStandIn kinesis = KinesisStandIn.start(vertx, LATENCY_MILLIS);

    @AfterEach
    void close() {
        kinesis.close();
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-amz-json-1.1", "application/x-amz-cbor-1.1"})
    void everyRecordIsAcknowledgedInTheFormThatWasAskedFor(String type) throws Exception {
        Map<String, Object> record = Map.of("Data", new byte[] {1, 2, 3}, "PartitionKey", "PartitionKey");
        HttpResponse<byte[]> answer =
                post("PutRecords", type, Map.of("StreamName", "events", "Records", List.of(record, record)));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = mapper(type).readTree(answer.body());
        assertThat(body.get("FailedRecordCount").asInt()).isZero();
        assertThat(body.get("Records")).hasSize(2);
        assertThat(body.at("/Records/0/SequenceNumber").asText()).hasSize(56).endsWith("1");
        assertThat(body.at("/Records/1/SequenceNumber").asText()).hasSize(56).endsWith("2");
        assertThat(body.at("/Records/0/ShardId").asText()).isEqualTo("shardId-000000000000");
        assertThat(kinesis.records()).isEqualTo(2);
        assertThat(kinesis.calls()).isEqualTo(1);
    }

    @Test
    void anAnswerTakesAsLongAsItWasTold() throws Exception {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer =
                post("PutRecord", "application/x-amz-json-1.1", Map.of("Data", new byte[] {1}, "PartitionKey", "d"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo((LATENCY_MILLIS - 1) * 1_000_000);
        assertThat(kinesis.records()).isEqualTo(1);
    }

    @Test
    void whatItDoesNotKnowIsAnErrorAndNoAcknowledgement() throws Exception {
        assertThat(post("GetRecords", "application/x-amz-json-1.1", Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(kinesis.records()).isZero();
    }

    private HttpResponse<byte[]> post(String operation, String type, Map<String, Object> body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(kinesis.endpoint()))
                                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(
                                        mapper(type).writeValueAsBytes(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static ObjectMapper mapper(String type) {
        return type.contains("cbor") ? new ObjectMapper(new CBORFactory()) : new ObjectMapper();
    }
}

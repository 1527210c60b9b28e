package dev.tidemark.ingest.door;

import static io.restassured.RestAssured.given;

import dev.tidemark.ingest.support.KinesisForTests;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Requests to the plain HTTP server, as devices make them. */
final class Requests {

    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final String PROBLEM = "application/problem+json";

    private final RequestSpecification to;

    Requests(PlainServer server) {
        to = new RequestSpecBuilder()
                .setBaseUri("http://127.0.0.1")
                .setPort(server.port())
                .setConfig(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(NDJSON, io.restassured.http.ContentType.TEXT)
                                .encodeContentTypeAs("*/*", io.restassured.http.ContentType.TEXT)))
                .build();
    }

    /** Without a key. */
    RequestSpecification anonymous() {
        return given(to);
    }

    RequestSpecification request() {
        return anonymous().header("X-Api-Key", KinesisForTests.KEY);
    }

    ValidatableResponse post(String contentType, String body) {
        return request().contentType(contentType).body(body).post("/v1/events").then();
    }

    ValidatableResponse post(String contentType, byte[] body) {
        return request().contentType(contentType).body(body).post("/v1/events").then();
    }

    /** A device that no other test has heard of. */
    static String newDevice() {
        return "d-" + UUID.randomUUID();
    }

    /** One event in Amplitude's protocol, key included. */
    static String amplitude(String deviceId) {
        return "{\"api_key\":\"" + KinesisForTests.KEY + "\",\"events\":[{\"device_id\":\"" + deviceId
                + "\",\"event_type\":\"t\",\"insert_id\":\"" + UUID.randomUUID() + "\"}]}";
    }

    static String envelope(String deviceId, String... events) {
        return "{\"deviceId\":\"" + deviceId + "\",\"events\":[" + String.join(",", events) + "]}";
    }

    static String event(String id) {
        return "{\"id\":\"" + id + "\",\"type\":\"t\"}";
    }
}

package dev.tidemark.ingest.http;

/** What the OpenAPI document shows. */
final class OpenApiExamples {

    static final String ENVELOPE = "{\"deviceId\":\"d-17\",\"sentAt\":\"2026-11-22T01:02:03.456Z\",\"events\":["
            + "{\"id\":\"0192f\",\"type\":\"ad_click\",\"occurredAt\":\"2026-11-22T01:01:58.001Z\",\"value\":1.25,"
            + "\"attributes\":{\"campaign\":\"c7\"}}]}";

    static final String CLOUD_EVENT = "{\"specversion\":\"1.0\",\"id\":\"0192f\",\"source\":\"/phones\","
            + "\"deviceid\":\"d-17\",\"type\":\"ad_click\",\"time\":\"2026-11-22T01:01:58.001Z\","
            + "\"data\":{\"value\":1.25,\"campaign\":\"c7\"}}";

    static final String VERDICT = "{\"requestId\":\"9f86d081884c7d65\",\"receivedAt\":\"2026-11-22T01:02:04.690Z\","
            + "\"respondedAt\":\"2026-11-22T01:02:04.702Z\",\"accepted\":98,"
            + "\"rejected\":[{\"index\":3,\"id\":\"0192e\",\"code\":\"invalid_time\",\"detail\":\"occurredAt is no instant\"}],"
            + "\"retry\":[{\"index\":7,\"id\":\"0192d\"}],\"clock\":{\"offsetMs\":1234,\"basis\":\"one-way\"}}";

    static final String PROBLEM = "{\"type\":\"urn:tidemark:problem:invalid-json\",\"title\":\"The body is not JSON\","
            + "\"status\":400,\"detail\":\"Unexpected end-of-input\",\"line\":1,\"column\":17}";

    static final String SEGMENT = "{\"batch\":[{\"type\":\"track\",\"event\":\"Order Completed\",\"messageId\":\"m1\","
            + "\"anonymousId\":\"d-17\",\"timestamp\":\"2026-11-22T01:01:58.001Z\",\"properties\":{\"revenue\":1.25}}],"
            + "\"sentAt\":\"2026-11-22T01:02:03.456Z\"}";

    static final String AMPLITUDE = "{\"api_key\":\"…\",\"events\":[{\"device_id\":\"d-17\",\"event_type\":\"Buy\","
            + "\"insert_id\":\"i1\",\"time\":1795309318001,\"revenue\":1.25}]}";

    static final String SEGMENT_VERDICT = "{\"success\":true}";

    static final String AMPLITUDE_VERDICT =
            "{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":124," + "\"server_upload_time\":1795309323456}";

    static final String AMPLITUDE_INVALID =
            "{\"code\":400,\"error\":\"Request missing required field, or field invalid\","
                    + "\"events_with_invalid_fields\":{\"time\":[3]}}";

    static final String TIME = "{\"requestId\":\"9f86d081884c7d65\",\"receivedAt\":\"2026-11-22T01:02:04.690Z\","
            + "\"respondedAt\":\"2026-11-22T01:02:04.691Z\"}";

    private OpenApiExamples() {}
}

package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.LocalClients;
import dev.tidemark.platform.ObjectKeys;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;

/** {@code tidemark up} as a process of its own, posted to, looked at, stopped and killed. */
class UpIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final HttpClient FOLLOWING =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private static final String ALLOWED = "https://app.example";
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration COLD = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    private static Path data;
    private static Path said;
    private static Process up;

    // All tests post to the same platform: each has a device and a key of its own.
    private final String device = "d-" + UUID.randomUUID();
    private final String campaign = "c-" + UUID.randomUUID();

    @BeforeAll
    static void itIsUp() throws Exception {
        Built.requireFunctions();
        data = temp.resolve("live");
        up = start();
    }

    @AfterAll
    static void itIsDown() throws Exception {
        if (up != null) {
            up.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_acknowledged_event_is_in_its_open_window_within_two_seconds_and_survives_a_restart() throws Exception {
        post("warm-up", "0.50");
        await(COLD, () -> windows().contains(",open,stream,0,,1,0.5,"));

        post("second", "1.25");
        await(Duration.ofSeconds(2), () -> windows().contains(",open,stream,0,,2,1.75,"));

        List<ProcessHandle> children = up.descendants().toList();
        assertThat(children).isNotEmpty();
        up.destroy();
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(windows()).as("read without the platform").contains(",open,stream,0,,2,1.75,");

        up = start();
        post("second", "1.25");
        post("third", "0.25");
        await(COLD, () -> windows().contains(",open,stream,0,,3,2,"));
    }

    @Test
    void pages_of_the_allowed_origin_may_send_and_those_of_others_may_not() throws Exception {
        post("warm-up", "1");
        assertThat(postedFrom(ALLOWED).headers().firstValue("access-control-allow-origin"))
                .contains(ALLOWED);
        assertThat(postedFrom("https://evil.example").statusCode()).isEqualTo(403);
        await(COLD, () -> windows().contains(",open,stream,0,,2,2,"));
    }

    private HttpResponse<String> postedFrom(String origin) throws Exception {
        String now = windowOfTheTest();
        String body = """
                {"deviceId":"%s","events":[
                  {"id":"from %s","type":"ad_click","occurredAt":"%s","value":1,"attributes":{"campaign":"%s"}}]}
                """.formatted(device, origin, now, campaign);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoints().path("ingest").asText() + "/v1/events"))
                .header("X-Api-Key", "local")
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /**
     * The packaged function in Lambda's runtime, behind the gateway: a slice of the list by which ingestion's own tests hold
     * its two ways of running to one answer. {@code DEV} stands for the test's device; headers are divided by {@code |}.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            an envelope             ; /v1/events  ; X-Api-Key: local                           ; {"deviceId":"DEV","events":[{"id":"a","type":"t"}]}          ; 200 ; "accepted":1
            100-continue            ; /v1/events  ; X-Api-Key: local|Expect: 100-continue      ; {"deviceId":"DEV","events":[{"id":"b","type":"t"}]}          ; 200 ; "accepted":1
            a full receipt          ; /v1/events?receipt=full ; X-Api-Key: local               ; {"deviceId":"DEV","events":[{"id":"c","type":"t"}]}          ; 200 ; "timeQuality":"assumed"
            headers with commas     ; /v1/events?receipt=full ; X-Api-Key: local|ce-specversion: 1.0|ce-id: order,1|ce-source: //dev/a,7|ce-type: t|ce-deviceid: DEV ; {} ; 200 ; "id":"order,1@
            gzip                    ; /v1/events  ; X-Api-Key: local|Content-Encoding: gzip    ; {"deviceId":"DEV","events":[{"id":"d","type":"t"}]}          ; 200 ; "accepted":1
            no deflate              ; /v1/events  ; X-Api-Key: local|Content-Encoding: deflate ; {"deviceId":"DEV","events":[{"id":"e","type":"t"}]}          ; 400 ; broken-encoding
            lines, one of them none ; /v1/events  ; X-Api-Key: local|Content-Type: application/x-ndjson ; nonsense\\n{"deviceId":"DEV","events":[{"id":"f","type":"t"}]} ; 200 ; "status":400
            a time of a wrong type  ; /v1/events  ; X-Api-Key: local                           ; {"deviceId":"DEV","events":[{"id":"g","type":"t","occurredAt":{}}]} ; 400 ; invalid_time
            the last id counts      ; /v1/events  ; X-Api-Key: local                           ; {"deviceId":"DEV","events":[{"id":"","id":"h","type":"t"}]}  ; 200 ; "accepted":1
            a field misspelt        ; /v1/events  ; X-Api-Key: local                           ; {"deviceId":"DEV","events":[{"id":"i","type":"t","ocurredAt":1}]} ; 200 ; events[].ocurredAt
            no key                  ; /v1/events  ;                                            ; {"deviceId":"DEV","events":[{"id":"j","type":"t"}]}          ; 401 ; unauthorized
            the key in the path     ; /k/local/v1/events ;                                     ; {"deviceId":"DEV","events":[{"id":"k","type":"t"}]}          ; 200 ; "accepted":1
            another page            ; /v1/events  ; X-Api-Key: local|Origin: https://evil.example ; {"deviceId":"DEV","events":[{"id":"l","type":"t"}]}       ; 403 ; urn:tidemark:problem:forbidden
            another address         ; /v1/evens   ; X-Api-Key: local                           ; {}                                                           ; 404 ; urn:tidemark:problem:not-found
            another media type      ; /v1/events  ; X-Api-Key: local|Content-Type: application/json, text/plain ; {}                                          ; 415 ; unsupported-media-type
            Segment's short address ; /v1/t       ; X-Api-Key: local                           ; {"anonymousId":"DEV","messageId":"m","event":"t"}            ; 200 ; {"success":true}
            a beacon                ; /beacon/v1/batch?writeKey=local ;                        ; {"batch":[{"anonymousId":"DEV","messageId":"n","type":"page"}]} ; 200 ; {"success":true}
            Amplitude               ; /2/httpapi  ;                                            ; {"api_key":"local","events":[{"device_id":"DEV","insert_id":"o","event_type":"t"}]} ; 200 ; "events_ingested":1
            Amplitude, another key  ; /2/httpapi  ;                                            ; {"api_key":"other","events":[{"device_id":"DEV","insert_id":"p","event_type":"t"}]} ; 400 ; Invalid API key
            PostHog                 ; /batch/     ;                                            ; {"api_key":"local","batch":[{"event":"t","distinct_id":"DEV","uuid":"q"}]} ; 200 ; {"status":"Ok"}
            Snowplow                ; /com.snowplowanalytics.snowplow/tp2 ; X-Api-Key: local   ; {"data":[{"e":"pv","duid":"DEV","eid":"r"}]}                 ; 200 ; "accepted":1
            """)
    void the_packaged_function_answers_as_the_server_does(
            String name, String path, String headers, String body, int status, String said) throws Exception {
        byte[] bytes = body.replace("DEV", device).replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoints().path("ingest").asText() + path));
        Map<String, String> sent = new TreeMap<>(Map.of("Content-Type", "application/json"));
        for (String header :
                headers == null ? new String[0] : headers.replace("DEV", device).split("\\|")) {
            String[] parts = header.split(": ", 2);
            sent.put(parts[0], parts[1]);
        }
        if (sent.remove("Expect") != null) {
            // On HTTP/2 this client waits for ever for an answer that lets it go on.
            request.expectContinue(true).version(HttpClient.Version.HTTP_1_1);
        }
        sent.forEach(request::header);
        if ("gzip".equals(sent.get("Content-Encoding"))) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            }
            bytes = packed.toByteArray();
        }
        HttpResponse<String> answer = sentUntilItIsUp(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(said);
    }

    /** The packaged function in Lambda's runtime, at the second address, for keys that may read. */
    @Test
    void what_is_posted_is_answered_by_a_query() throws Exception {
        post("first", "1.25");
        String windows = "/v1/views/clicks-per-campaign/windows?key=" + campaign;
        await(COLD, () -> asked(windows, "reader").body().contains("\"count\":\"1\",\"sum\":\"1.25\""));
        JsonNode page = new JsonMapper().readTree(asked(windows, "reader").body());
        assertThat(page.path("answer").asText()).isEqualTo("windows");
        assertThat(page.path("windows")).singleElement().satisfies(window -> {
            assertThat(window.path("status").asText()).isEqualTo("open");
            assertThat(window.path("key").asText()).isEqualTo(campaign);
        });
        assertThat(asked(windows + "&layer=stream&format=csv", "reader").body())
                .contains("," + campaign + ",open,stream,0,,1,1.25");
        assertThat(asked("/v1/watermarks", "reader").body()).contains("\"stage\" : \"published\"");
        assertThat(asked(windows, "local").statusCode())
                .as("who may post may not read")
                .isEqualTo(401);
    }

    /** Each is pasted into a shell, with the address and no other change. */
    @Test
    void the_commands_of_the_page_about_queries_are_answered() throws Exception {
        String page = Files.readString(Checkout.find().root().resolve("docs/query.md"));
        List<String> commands = page.lines()
                .filter(line -> line.startsWith("curl ") && line.contains("http://127.0.0.1:8081/"))
                .toList();
        assertThat(commands).hasSizeGreaterThan(5);
        for (String command : commands) {
            // It asks once: whoever asks a cold instance may be told to ask again.
            asked(addressIn(command), "reader");
            Process shell = new ProcessBuilder(
                            "bash",
                            "-c",
                            command.replace(
                                            "http://127.0.0.1:8081",
                                            endpoints().path("query").asText())
                                    + " --silent --show-error --fail-with-body")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as("%s: %s", command, answer).isZero();
        }
    }

    private static String addressIn(String command) {
        String behind = command.substring(command.indexOf(":8081/") + ":8081".length());
        return behind.endsWith("'") ? behind.substring(0, behind.length() - 1) : behind;
    }

    private static HttpResponse<String> asked(String path, String key) {
        try {
            return sentUntilItIsUp(
                    HttpRequest.newBuilder(URI.create(endpoints().path("query").asText() + path))
                            .header("X-Api-Key", key)
                            .build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"try it", "health", "try queries", "query health"})
    void what_it_names_is_there(String name) throws Exception {
        String line = Files.readString(said)
                .lines()
                .filter(one -> one.strip().startsWith(name))
                .findFirst()
                .orElseThrow();
        URI address = URI.create(line.strip().substring(name.length()).strip());
        HttpResponse<String> answer =
                sentUntilItIsUp(FOLLOWING, HttpRequest.newBuilder(address).build());
        assertThat(answer.statusCode()).as("%s: %s", address, answer.body()).isEqualTo(200);
    }

    @Test
    void a_record_that_is_no_envelope_lands_in_quarantine_and_its_shard_goes_on() throws Exception {
        try (LocalClients clients = new LocalClients(this::endpoint)) {
            clients.kinesis().putRecord(request -> request.streamName(Names.LOCAL.stream())
                    .partitionKey(device)
                    .data(SdkBytes.fromUtf8String("{\"kind\":\"nonsense")));
            post("after", "3");
            await(COLD, () -> windows().contains(",open,stream,0,,1,3,"));
            assertThat(clients.s3()
                            .listObjectsV2(request ->
                                    request.bucket(Names.LOCAL.bucket()).prefix(ObjectKeys.QUARANTINE))
                            .contents())
                    .hasSize(1);
        }
    }

    @Test
    void what_it_started_ends_with_it_even_when_it_is_killed() throws Exception {
        List<ProcessHandle> children = up.descendants().toList();
        up.destroyForcibly().waitFor();
        await(Duration.ofSeconds(60), () -> children.stream().noneMatch(ProcessHandle::isAlive));
        up = start();
        post("after", "3");
        await(COLD, () -> windows().contains(",open,stream,0,,1,3,"));
    }

    /** As a supervisor, a container's end and a terminal signal: everything that belongs to the command, at once. */
    @Test
    void a_signal_to_the_whole_process_group_is_a_clean_end_within_ten_seconds() throws Exception {
        for (String signal : List.of("TERM", "INT")) {
            Path log = Files.createTempFile(temp, "group", ".log");
            // What a shell starts in the background would ignore SIGINT, and this build may have been started so.
            List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
            // In a directory of any letters, where this JVM can name it.
            String letters = "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "gruppe-zähler-数-" : "group-";
            command.addAll(command(temp.resolve(letters + signal)));
            Process group = start(command, log);
            // It becomes the command: what this JVM starts leads no group, so it need not fork for one of its own.
            ProcessHandle leader = group.toHandle();
            List<ProcessHandle> all = leader.descendants().toList();
            assertThat(all).hasSizeGreaterThan(3);
            new ProcessBuilder("kill", "-" + signal, "--", "-" + leader.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(group.waitFor(10, TimeUnit.SECONDS))
                    .as(text(log.toFile()))
                    .isTrue();
            await(Duration.ofSeconds(1), () -> all.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(text(log.toFile())).endsWith("stopping\n").doesNotContain("ended with code", "Exception");
        }
    }

    @Test
    void when_the_stream_is_gone_it_ends_with_a_sentence() throws Exception {
        Path log = Files.createTempFile(temp, "lost", ".log");
        Process platform = start(command(temp.resolve("lost")), log);
        platform.children()
                .filter(child -> child.info().command().orElse("").endsWith("node"))
                .forEach(ProcessHandle::destroyForcibly);
        assertThat(platform.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(platform.exitValue()).isEqualTo(3);
        assertThat(text(log.toFile()).lines().filter(line -> line.startsWith("tidemark: ")))
                .singleElement()
                .asString()
                .contains("kinesis emulator ended with code 137", "start again");
        assertThat(text(log.toFile())).doesNotContain("\tat ");
    }

    @Test
    void a_second_one_is_told_what_is_in_its_way() throws Exception {
        Command sameData = Command.run("up", "--data", data.toString(), "--port", "0");
        assertThat(sameData.code()).isEqualTo(3);
        assertThat(sameData.err()).contains("in use by process " + up.pid() + " ('tidemark up')", "--data");

        String port =
                String.valueOf(URI.create(endpoints().path("ingest").asText()).getPort());
        Command samePort = Command.run("up", "--data", temp.resolve("other").toString(), "--port", port);
        assertThat(samePort.code()).isEqualTo(3);
        assertThat(samePort.err()).contains(port, "--port");
    }

    private static Process start() throws Exception {
        said = Files.createTempFile(temp, "up", ".log");
        return start(command(data), said);
    }

    private static List<String> command(Path on) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Checkout.PROPERTY + "=" + Checkout.find().root(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Tidemark.class.getName(),
                "up",
                "--data",
                on.toString(),
                "--port",
                "0",
                "--allowed-origins",
                ALLOWED);
    }

    private static Process start(List<String> command, Path log) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + START.toNanos();
        while (!text(log.toFile()).contains("Tidemark is up.")) {
            assertThat(process.isAlive()).as(text(log.toFile())).isTrue();
            assertThat(System.nanoTime() - deadline).as(text(log.toFile())).isNegative();
            Thread.sleep(50);
        }
        return process;
    }

    private void post(String id, String value) throws Exception {
        String now = Clock.systemUTC().instant().toString();
        String body =
                """
                {"deviceId":"%s","sentAt":"%s","events":[
                  {"id":"%s","type":"ad_click","occurredAt":"2026-01-01T00:00:00Z","value":%s,"attributes":{"campaign":"%s"}}]}
                """.formatted(device, now, id, value, campaign).replace("2026-01-01T00:00:00Z", windowOfTheTest());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(endpoints().path("ingest").asText() + "/v1/events"))
                .header("X-Api-Key", "local")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = sentUntilItIsUp(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"accepted\":1");
    }

    /** A start may take longer than a request may wait; whoever has no 2xx tries again. */
    private static HttpResponse<String> sentUntilItIsUp(HttpRequest request) throws Exception {
        return sentUntilItIsUp(HTTP, request);
    }

    private static HttpResponse<String> sentUntilItIsUp(HttpClient client, HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        long deadline = System.nanoTime() + COLD.toNanos();
        while (answer.statusCode() == 503 && System.nanoTime() - deadline < 0) {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    private String occurredAt;

    /** All events of a test fall into one minute, whenever it runs. */
    private String windowOfTheTest() {
        if (occurredAt == null) {
            occurredAt = Clock.systemUTC().instant().toString();
        }
        return occurredAt;
    }

    private String windows() {
        Command windows = Command.run(
                "windows",
                "--data",
                data.toString(),
                "--view",
                "clicks-per-campaign",
                "--key",
                campaign,
                "--format",
                "csv");
        assertThat(windows.code()).as(windows.err()).isZero();
        return windows.out();
    }

    private URI endpoint(Emulator emulator) {
        try {
            return URI.create(
                    endpoints().path(emulator.name().toLowerCase(Locale.ROOT)).asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode endpoints() throws IOException {
        return new JsonMapper().readTree(data.resolve("endpoints.json").toFile());
    }

    private static void await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("not within " + atMost).isNegative();
            Thread.sleep(20);
        }
    }

    private static String text(File file) throws IOException {
        return Files.readString(file.toPath());
    }
}

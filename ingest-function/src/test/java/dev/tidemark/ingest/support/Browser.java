package dev.tidemark.ingest.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Headless Chromium with pages of {@link #ORIGIN}, on which the vendors' own SDKs for browsers send. */
public final class Browser implements AutoCloseable {

    /** Where the pages come from. */
    public static final String ORIGIN = "http://shop.example";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private Browser(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The browser of this machine, if it has one. */
    public static Optional<Path> executable() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Browser start(Path executable) throws IOException {
        return new Browser(new ProcessBuilder("node", "browser.cjs", executable.toString())
                .directory(NodeScripts.DIRECTORY.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Opens a page, and has its app send events by an SDK.
     *
     * @param options of the SDK, as JSON
     * @return what the app returned
     */
    public JsonNode send(String sdk, int port, String key, String device, int count, String options)
            throws IOException {
        ObjectNode command = JSON.createObjectNode()
                .put("sdk", sdk)
                .put("url", "http://127.0.0.1:" + port)
                .put("key", key)
                .put("device", device)
                .put("count", count);
        command.set("options", JSON.readTree(options));
        return say(command).path("result");
    }

    /** Goes elsewhere from the page: what the SDK has held back goes now, or never. */
    public void leave() throws IOException {
        say(JSON.createObjectNode().put("leave", true));
    }

    /** What the page has complained of, and the requests that it has made; the page is closed then. */
    public JsonNode closePage() throws IOException {
        return say(JSON.createObjectNode().put("close", true));
    }

    private JsonNode say(JsonNode command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new AssertionError("the browser has ended");
        }
        JsonNode json = JSON.readTree(answer);
        if (json.has("error")) {
            throw new AssertionError(json.path("error").asText());
        }
        return json;
    }

    @Override
    public void close() throws Exception {
        commands.close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}

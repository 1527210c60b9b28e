package dev.tidemark.local.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.item.FormatItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a data directory belongs to, as {@code tidemark.json} says it.
 *
 * @param clock whose {@code receivedAt} the directory holds
 * @param viewsVersion of the views file that the directory has a copy of
 * @param announced whether every shard of the log begins with the views' control record
 */
record Binding(DataClock clock, String viewsVersion, boolean announced) {

    static final String FILE = "tidemark.json";

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads {@code tidemark.json} of the directory.
     *
     * @throws CannotRunException if it is damaged or of another format
     */
    static Binding read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            int format = json.path("format").asInt();
            if (format != FormatItem.VERSION) {
                throw new CannotRunException(FormatItem.refusal("data directory " + directory, format)
                        + ". Add --fresh to forget what is in it, or choose another --data.");
            }
            return new Binding(
                    DataClock.parse(json.path("clock").asText()),
                    json.path("views").path("version").asText(),
                    json.path("announced").asBoolean());
        } catch (JsonProcessingException e) {
            throw new CannotRunException(
                    file + " is damaged (" + e.getOriginalMessage()
                            + "). Use another --data, or --fresh to start anew.",
                    e);
        } catch (IOException e) {
            throw new CannotRunException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Writes {@code tidemark.json}, whole or not at all. */
    void write(Path directory) {
        ObjectNode json =
                JSON.createObjectNode().put("format", FormatItem.VERSION).put("clock", clock.text());
        json.putObject("views").put("file", OwnViews.NAME).put("version", viewsVersion);
        json.put("announced", announced);
        try {
            WholeFile.write(
                    directory.resolve(FILE),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it again as it is: the time of the file says when the directory was last used. */
    Binding touched(Path directory) {
        write(directory);
        return this;
    }

    Binding announcedNow() {
        return new Binding(clock, viewsVersion, true);
    }
}

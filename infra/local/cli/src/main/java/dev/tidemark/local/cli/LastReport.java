package dev.tidemark.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The report in a data directory, which is that of the published run: its verdict and ledger as text, its summary, its
 * page. The batch puts all of it in its place at once.
 */
final class LastReport {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    private LastReport(Path folder) {
        this.folder = folder;
    }

    static LastReport of(Path data) {
        return new LastReport(data.resolve("report"));
    }

    /**
     * What the run printed.
     *
     * @throws CannotRunException if there was none
     */
    String ledger() {
        try {
            return Files.readString(ledgerFile());
        } catch (IOException e) {
            throw new CannotRunException("there is no report in "
                    + folder.toAbsolutePath().getParent() + " yet. './tidemark batch' makes one.");
        }
    }

    /**
     * What the run ended with.
     *
     * @throws CannotRunException if its summary cannot be read
     */
    ExitCode exitCode() {
        Path summary = folder.resolve("summary.json");
        try {
            JsonNode code = JSON.readTree(summary.toFile()).path("exitCode");
            if (code.canConvertToInt()) {
                return ExitCode.of(code.intValue());
            }
            throw new CannotRunException(summary + " has no exitCode. './tidemark batch' writes it anew.");
        } catch (IOException e) {
            throw new CannotRunException("cannot read " + summary + ": " + e.getMessage() + ".", e);
        }
    }

    /** Where its page is. */
    Path page() {
        return folder.resolve("index.html");
    }

    private Path ledgerFile() {
        return folder.resolve("ledger.txt");
    }
}

package dev.tidemark.local.cli;

import dev.tidemark.domain.view.View;
import dev.tidemark.local.data.DataClock;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.CallerLimits;
import dev.tidemark.platform.CrossOrigin;
import dev.tidemark.platform.ExitCode;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark up}: everything, until it is stopped. */
@Command(
        name = "up",
        description = "Start everything and stay up. Ctrl-C stops it all and loses nothing.",
        sortOptions = false)
final class UpCommand extends PlatformCommand {

    @Option(
            names = "--allowed-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Origins whose web pages may post, as http://localhost:3000; comma-separated. Default: none.")
    private List<String> allowedOrigins = List.of();

    @Option(
            names = "--allowed-headers",
            paramLabel = "HEADER",
            split = ",",
            description =
                    "Headers that they may send beside those of the supported SDKs; comma-separated. Default: none.")
    private List<String> allowedHeaders = List.of();

    @Option(
            names = "--key-per-second",
            paramLabel = "RATE",
            description =
                    "Requests a second that one API key may send; beyond it the answer is 429. Default: any number.")
    private Optional<BigDecimal> keyPerSecond = Optional.empty();

    @Option(
            names = "--device-per-second",
            paramLabel = "RATE",
            description = "Envelopes a second that one device may send, likewise. Default: any number.")
    private Optional<BigDecimal> devicePerSecond = Optional.empty();

    @Override
    void check() {
        super.check();
        try {
            callerLimits();
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(
                    "--key-per-second or --device-per-second is out of its bounds: " + e.getMessage() + ".", e);
        }
    }

    @Override
    CallerLimits callerLimits() {
        return new CallerLimits(keyPerSecond, devicePerSecond);
    }

    @Override
    CrossOrigin crossOrigin() {
        return new CrossOrigin(allowedOrigins, allowedHeaders);
    }

    @Override
    ExitCode run() {
        try (RunningOnData running = RunningOnData.start(this, "up", DEFAULT_DATA.resolve("live"), DataClock.WALL)) {
            greet(running);
            // Until a signal comes, whose hook closes everything, and the process ends with it; or until nothing goes
            // on.
            String lost = running.platform().lost().join();
            throw new CannotRunException(lost + ".");
        }
    }

    private void greet(RunningOnData running) {
        URI ingest = running.platform().ingestUrl();
        URI query = running.platform().queryUrl();
        String view =
                running.views().views().stream().map(View::name).findFirst().orElse("");
        out().printf(
                        """
                Tidemark is up. Ctrl-C stops it all and loses nothing.

                  ingest        %s/v1/events
                  try it        %s/q/swagger-ui
                  health        %s/q/health
                  API key       %s

                  query         %s/v1/views
                  try queries   %s/q/swagger-ui
                  query health  %s/q/health
                  query key     %s

                  data          %s

                Post an event:

                  curl -H 'X-Api-Key: %s' -H 'Content-Type: application/json' %s/v1/events -d '{
                    "deviceId": "d-17", "sentAt": "'$(date -u +%%FT%%TZ)'", "events": [
                      {"id": "'$(date +%%s%%N)'", "type": "ad_click", "occurredAt": "'$(date -u +%%FT%%TZ)'",
                       "value": 1.25, "attributes": {"campaign": "c7"}}]}'

                and see its window, still open:

                  ./tidemark windows --data %s --view %s
                  curl -H 'X-Api-Key: %s' %s/v1/views/%s/windows
                """,
                        ingest,
                        ingest,
                        ingest,
                        RunningOnData.API_KEY,
                        query,
                        query,
                        query,
                        RunningOnData.QUERY_KEY,
                        running.directory().path(),
                        RunningOnData.API_KEY,
                        ingest,
                        running.directory().path(),
                        view,
                        RunningOnData.QUERY_KEY,
                        query,
                        view);
        out().flush();
    }
}

package dev.tidemark.local.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.serving.tables.TableReader;
import dev.tidemark.serving.windows.WindowReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a verification says where a stage does not work. The way through one that does is {@code VerifyIT}. */
class VerificationTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT1S, heartbeatEvery: PT1S, idleBound: PT2S}
            deduplicateFor: PT10M
            views:
              - {name: clicks, key: attributes.campaign, window: {fixed: PT1M}, aggregates: [count], allowedLateness: PT0S}
            """;

    private final List<String> lines = new ArrayList<>();
    private HttpServer api;
    private AlarmStates alarms = new AlarmStates.Seen(Map.of("skipped", "OK"));

    @BeforeEach
    void anApiThatKnowsNobody() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/v1/time", 200, "{\"receivedAt\":\"2026-11-22T00:00:00.000Z\"}");
        answer("/v1/events", 401, "{\"title\":\"unknown key\"}");
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private void answer(String path, int status, String body) {
        api.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private ExitCode verify() throws InterruptedException {
        return new Verification(new Refusing(), Clock.systemUTC(), lines::add).run();
    }

    @Test
    void aStepThatFailsSaysWhatToDoAndThoseThatNeedItAreNotTried() throws Exception {
        assertThat(verify()).isEqualTo(ExitCode.DIFFERENCE);

        assertThat(lines)
                .containsSubsequence(
                        "        WRONG: 401: {\"title\":\"unknown key\"}",
                        "        do: " + VerificationStep.POST.advice(),
                        "        not looked at: not tried, since 'post' has failed");
        assertThat(lines)
                .filteredOn(line -> line.contains("not tried, since 'post' has failed"))
                .as("window, pane, night, report")
                .hasSize(4);
        assertThat(lines)
                .contains("        saw: 1 alarms, none rings", "        saw: nothing was posted, as far as is known")
                .endsWith("stage test does not work: post.");
    }

    @Test
    void aStageThatIsNotThereIsNamedAndItsAlarmsAreAskedForAllTheSame() throws Exception {
        api.stop(0);
        alarms = new AlarmStates.Seen(
                Map.of("api-errors", "ALARM", "skipped", "OK", "night-missing", "INSUFFICIENT_DATA"));

        assertThat(verify()).isEqualTo(ExitCode.DIFFERENCE);

        assertThat(lines)
                .anyMatch(line -> line.startsWith("        WRONG: no answer (java.net.ConnectException"))
                .contains("        do: " + VerificationStep.REACH.advice())
                .contains(
                        "        WRONG: 3 alarms, these ring: api-errors; these wait for their first data: night-missing")
                .endsWith("stage test does not work: reach, alarms.");
    }

    @Test
    void aStageWithoutAnyAlarmIsWrong() throws Exception {
        alarms = new AlarmStates.Seen(Map.of());

        verify();

        assertThat(lines).contains("        WRONG: no alarm at all: the stack of alarms is not deployed");
    }

    @Test
    void viewsThatTellNothingWithinMinutesAreRefused() {
        String hours = VIEWS.replace("PT1M}, agg", "PT6H}, agg");

        assertThatThrownBy(() -> new Verification(new Refusing(hours), Clock.systemUTC(), lines::add))
                .isInstanceOf(CannotRunException.class)
                .hasMessageStartingWith("no view of stage test shows within minutes what becomes of an event");
    }

    /** A stage of which only the API and the alarms are ever asked. */
    private final class Refusing implements VerifiedStage {

        private final String text;

        Refusing() {
            this(VIEWS);
        }

        Refusing(String text) {
            this.text = text;
        }

        @Override
        public String name() {
            return "stage test";
        }

        @Override
        public URI ingest() {
            return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        }

        @Override
        public String apiKey() {
            return "wrong";
        }

        @Override
        public Views views() {
            try {
                return ViewsParser.parse(text, "views.yaml");
            } catch (dev.tidemark.domain.view.ViewsException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public WindowReader windows() {
            throw new IllegalStateException("not tried");
        }

        @Override
        public TableReader tables() {
            throw new IllegalStateException("not tried");
        }

        @Override
        public Optional<String> object(String key) {
            throw new IllegalStateException("not tried");
        }

        @Override
        public NightAnswer night(LocalDate day) {
            throw new IllegalStateException("not tried");
        }

        @Override
        public AlarmStates alarms() {
            return alarms;
        }

        @Override
        public String whatStays() {
            return "";
        }
    }
}

package dev.tidemark.local.verify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.WatermarkPolicy;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.serving.windows.Layer;
import dev.tidemark.serving.windows.WindowQuery;
import dev.tidemark.serving.windows.WindowValue;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;

/** Goes through the steps once, and says of each what it did, what it saw, and what to do where that is not as it should be. */
public final class Verification {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** From the answer to a post to the window that has it: two seconds, and a cold start or two. */
    private static final Duration VISIBLE = Duration.ofMinutes(2);

    /** Beyond the time that the views give the watermark: a cold tick, and those that a stage misses. */
    private static final Duration SPARE = Duration.ofMinutes(2);

    private final VerifiedStage stage;
    private final Clock clock;
    private final Consumer<String> say;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Map<VerificationStep, Finding> findings = new EnumMap<>(VerificationStep.class);
    private Probe probe;

    /**
     * Of a stage.
     *
     * @param clock that events happen by
     * @param say takes the lines
     * @throws CannotRunException if no view of the stage tells what becomes of an event within minutes
     */
    public Verification(VerifiedStage stage, Clock clock, Consumer<String> say) {
        this.stage = stage;
        this.clock = clock;
        this.say = say;
        this.probe = probe();
    }

    private Probe probe() {
        return Probe.of(stage.views(), clock.millis())
                .orElseThrow(
                        () -> new CannotRunException("no view of " + stage.name() + " shows within minutes what becomes"
                                + " of an event: there is none with fixed windows of five minutes at most, by event time, with a"
                                + " count, grouped by device or by an attribute that it does not filter by."));
    }

    /**
     * Runs it.
     *
     * @return pass, a difference where a step saw something wrong, or a warning where one saw something doubtful
     */
    public ExitCode run() throws InterruptedException {
        step(VerificationStep.REACH, "GET " + stage.ingest().resolve("/v1/time"), this::reach);
        probe = probe(); // what happens now, however long the first answer took
        step(
                VerificationStep.POST,
                Probe.EVENTS + " events of device " + probe.device() + ", one of them twice, for view "
                        + probe.view().name(),
                this::post);
        step(VerificationStep.WINDOW, "reads " + windowName() + " from the cells until it has them", this::window);
        step(
                VerificationStep.PANE,
                "waits until the watermark has passed "
                        + IsoInstant.format(probe.window().endMillis()),
                this::pane);
        step(VerificationStep.NIGHT, "runs the batch over " + day(), this::night);
        step(VerificationStep.REPORT, "looks the window up in the report of " + day(), this::report);
        step(VerificationStep.ALARMS, "asks for the state of each alarm", this::alarms);
        step(
                VerificationStep.CLEAN_UP,
                "takes nothing back: the next night is held against what is there",
                this::cleanUp);
        return verdict();
    }

    private interface Look {
        Finding look() throws IOException, InterruptedException;
    }

    private void step(VerificationStep step, String does, Look look) throws InterruptedException {
        say.accept(
                (step.ordinal() + 1) + " of " + VerificationStep.values().length + "  " + step.title() + ": " + does);
        Finding finding;
        Optional<VerificationStep> failed = Arrays.stream(VerificationStep.values())
                .filter(before -> findings.get(before) instanceof Finding.Wrong)
                .findFirst();
        if (failed.isPresent() && step.needsThoseBefore()) {
            finding =
                    new Finding.NotLookedAt("not tried, since '" + failed.get().title() + "' has failed");
        } else {
            finding = looked(look);
        }
        findings.put(step, finding);
        if (finding instanceof Finding.Right) {
            say.accept("        saw: " + finding.saw());
        } else if (finding instanceof Finding.NotLookedAt) {
            say.accept("        not looked at: " + finding.saw());
        } else {
            say.accept((finding instanceof Finding.Wrong ? "        WRONG: " : "        look: ") + finding.saw());
            say.accept("        do: " + step.advice());
        }
    }

    private static Finding looked(Look look) throws InterruptedException {
        try {
            return look.look();
        } catch (IOException e) {
            return new Finding.Wrong("no answer (" + e + ")");
        } catch (SdkException e) {
            return new Finding.Wrong("a service of AWS refused or did not answer: " + e.getMessage());
        }
    }

    /** A stage that has slept may take its time, once. */
    private Finding reach() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stage.ingest().resolve("/v1/time"));
        HttpResponse<String> answer = sendTwice(request);
        return answer.statusCode() == 200
                ? new Finding.Right("200: " + oneLine(answer.body()))
                : new Finding.Wrong(answer.statusCode() + ": " + oneLine(answer.body()));
    }

    private Finding post() throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(stage.ingest().resolve("/v1/events"))
                .header("Content-Type", "application/json")
                .header("X-Api-Key", stage.apiKey())
                .POST(HttpRequest.BodyPublishers.ofString(probe.body())));
        boolean all = answer.statusCode() == 200
                && JSON.readTree(answer.body()).path("accepted").asInt() == Probe.SENT;
        return all
                ? new Finding.Right("200: the log has all " + Probe.SENT)
                : new Finding.Wrong(answer.statusCode() + ": " + oneLine(answer.body()));
    }

    private HttpResponse<String> sendTwice(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return send(request);
        } catch (HttpTimeoutException e) {
            return send(request);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Finding window() throws InterruptedException {
        return await(VISIBLE, row -> true);
    }

    private Finding pane() throws InterruptedException {
        WatermarkPolicy policy = stage.views().watermark();
        Duration patience = Duration.ofMillis(Math.max(0, probe.window().endMillis() - clock.millis()))
                .plus(policy.idleBound())
                .plus(policy.heartbeatEvery().multipliedBy(3))
                .plus(SPARE);
        return await(patience, value -> value.status() != WindowValue.ValueStatus.OPEN);
    }

    /** Waits for a row of the window that is as asked for; it must count each event once. */
    private Finding await(Duration patience, Predicate<WindowValue> asked) throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            Optional<WindowValue> found = stage
                    .windows()
                    .all(
                            probe.view(),
                            Layer.STREAM,
                            new WindowQuery(
                                    probe.key(),
                                    probe.window().startMillis(),
                                    probe.window().endMillis(),
                                    OptionalLong.empty()))
                    .stream()
                    .filter(asked)
                    .findFirst();
            Duration passed = Duration.ofNanos(System.nanoTime() - began);
            if (found.isPresent() && found.get().total().count() == Probe.EVENTS) {
                return new Finding.Right(said(found.get()) + ", after " + passed.toSeconds() + " s");
            }
            if (passed.compareTo(patience) > 0) {
                return new Finding.Wrong("after " + passed.toSeconds() + " s "
                        + found.map(Verification::said).orElse("nothing of it") + ", and not count " + Probe.EVENTS);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private static String said(WindowValue value) {
        return "count " + value.total().count() + " in the window's "
                + (value.status() == WindowValue.ValueStatus.OPEN ? "open cells" : "published pane");
    }

    private Finding night() throws InterruptedException {
        NightAnswer answer = stage.night(LocalDate.parse(day()));
        if (!(answer instanceof NightAnswer.Ended ended)) {
            return new Finding.Wrong(((NightAnswer.Failed) answer).reason());
        }
        String saw = "code " + ended.code().code() + ": " + ended.sentence();
        return switch (ended.code()) {
            case PASS -> new Finding.Right(saw);
            case WARNING -> new Finding.Doubtful(saw);
            default -> new Finding.Wrong(saw);
        };
    }

    /** The row of the window in what the published run says of the day. */
    private Finding report() {
        Optional<PublishedRunItem> published = stage.tables().read(PublishedRunItem.key());
        if (published.isEmpty()) {
            return new Finding.Wrong("no run is published");
        }
        String key = ObjectKeys.REPORTS + day() + "/" + published.get().run() + "/windows.csv";
        Optional<String> csv = stage.object(key);
        if (csv.isEmpty()) {
            return new Finding.Wrong("there is no " + key);
        }
        List<String> lines = csv.get().lines().toList();
        List<String> columns = List.of(lines.get(0).split(",", -1));
        for (String line : lines) {
            Map<String, String> row = row(columns, line);
            if (isOurs(row)) {
                boolean right = List.of("streamOnTime", "streamFinal", "batch").stream()
                                .allMatch(column -> String.valueOf(Probe.EVENTS).equals(row.get(column)))
                        && "0".equals(row.get("unexplained"));
                String saw = "stream on time " + row.get("streamOnTime") + ", batch " + row.get("batch")
                        + ", unexplained " + row.get("unexplained") + " in " + key;
                return right ? new Finding.Right(saw) : new Finding.Wrong(saw);
            }
        }
        return new Finding.Wrong("no row of key " + probe.key() + " in " + key);
    }

    private static Map<String, String> row(List<String> columns, String line) {
        List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
            row.put(columns.get(i), cells.get(i));
        }
        return row;
    }

    private boolean isOurs(Map<String, String> row) {
        return probe.key().equals(row.get("key"))
                && probe.view().name().equals(row.get("view"))
                && "count".equals(row.get("aggregate"));
    }

    private Finding alarms() {
        AlarmStates states = stage.alarms();
        if (!(states instanceof AlarmStates.Seen seen)) {
            return new Finding.NotLookedAt(((AlarmStates.AlarmsUnknown) states).why());
        }
        List<String> ringing = named(seen, "ALARM");
        List<String> waiting = named(seen, "INSUFFICIENT_DATA");
        String saw = seen.byName().size() + " alarms"
                + (ringing.isEmpty() ? ", none rings" : ", these ring: " + String.join(", ", ringing))
                + (waiting.isEmpty() ? "" : "; these wait for their first data: " + String.join(", ", waiting));
        if (seen.byName().isEmpty()) {
            return new Finding.Wrong("no alarm at all: the stack of alarms is not deployed");
        }
        return ringing.isEmpty() ? new Finding.Right(saw) : new Finding.Wrong(saw);
    }

    private static List<String> named(AlarmStates.Seen seen, String state) {
        return new TreeMap<>(seen.byName())
                .entrySet().stream()
                        .filter(alarm -> alarm.getValue().equals(state))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private Finding cleanUp() {
        return findings.get(VerificationStep.POST) instanceof Finding.Right
                ? new Finding.Right("device and key " + probe.device() + " name what is left. " + stage.whatStays())
                : new Finding.Right("nothing was posted, as far as is known");
    }

    private ExitCode verdict() {
        List<String> wrong = Arrays.stream(VerificationStep.values())
                .filter(step -> findings.get(step) instanceof Finding.Wrong)
                .map(VerificationStep::title)
                .toList();
        List<String> unseen = Arrays.stream(VerificationStep.values())
                .filter(step -> findings.get(step) instanceof Finding.NotLookedAt)
                .map(VerificationStep::title)
                .toList();
        boolean doubtful = findings.values().stream().anyMatch(Finding.Doubtful.class::isInstance);
        say.accept(
                wrong.isEmpty()
                        ? stage.name() + " works" + (doubtful ? ", and there is something to look at" : "")
                                + (unseen.isEmpty() ? "." : "; not looked at: " + String.join(", ", unseen) + ".")
                        : stage.name() + " does not work: " + String.join(", ", wrong) + ".");
        if (!wrong.isEmpty()) {
            return ExitCode.DIFFERENCE;
        }
        return doubtful ? ExitCode.WARNING : ExitCode.PASS;
    }

    private String day() {
        return IsoInstant.format(probe.window().endMillis() - 1).substring(0, 10);
    }

    private String windowName() {
        return probe.view().name() + " [" + IsoInstant.format(probe.window().startMillis()) + ".."
                + IsoInstant.format(probe.window().endMillis()) + ")";
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}

package dev.tidemark.local.runtime.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.runtime.Built;
import dev.tidemark.local.runtime.LocalRuntimeException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under AWS's own runtime interface client. */
class LocalLambdaTest {

    private static Vertx vertx;

    /** For all tests, as it is for all platforms of a checkout. */
    @TempDir
    private static Path cache;

    @TempDir
    private Path directory;

    private LocalLambda lambda;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        lambda = LocalLambda.start(
                vertx,
                Built.PARTS.runtimeInterfaceClient(),
                cache,
                directory.resolve("functions"),
                directory.resolve("logs"));
    }

    @AfterEach
    void stop() {
        lambda.close(Duration.ofSeconds(1));
    }

    @Test
    void anInstanceServesOneInvocationAfterAnotherAndKnowsWhereItIs() throws Exception {
        Invoker probe = lambda.deploy(ProbeZip.in(directory).withEnvironment(Map.of("COLOUR", "blue")));

        assertThat(answer(probe, "echo hello")).isEqualTo("hello");
        assertThat(answer(probe, "count")).isEqualTo("2");
        assertThat(answer(probe, "env COLOUR")).isEqualTo("blue");
        assertThat(answer(probe, "env AWS_LAMBDA_FUNCTION_NAME")).isEqualTo("probe");
        assertThat(answer(probe, "env AWS_REGION")).isEqualTo("us-east-1");
        assertThat(answer(probe, "env HOME"))
                .as("nothing of this process's environment")
                .isEqualTo("null");
        assertThat(answer(probe, "directory")).startsWith(cache.toString());
        assertThat(answer(probe, "remaining")).isEqualTo("true");
        awaitIdle(1);
        assertThat(lambda.stats("probe")).isEqualTo(new FunctionStats(8, 0, 0, 1, 1, 1));
    }

    @Test
    void aFunctionSeesItsPackageOnceByPathAndByResource() {
        Invoker probe = lambda.deploy(
                ProbeZip.in(directory).withZip(zip("package.zip", "config/probe.txt", "from the package")));

        assertThat(answer(probe, "file config/probe.txt")).isEqualTo("from the package");
        assertThat(answer(probe, "resources config/probe.txt")).isEqualTo("1");
        assertThat(answer(probe, "resources dev/tidemark/local/runtime/lambda/ProbeFunction.class"))
                .isEqualTo("1");
        String root = answer(probe, "env LAMBDA_TASK_ROOT");
        assertThat(answer(probe, "directory"))
                .as("the working directory, whatever the client was told")
                .isEqualTo(root);
        assertThat(answer(probe, "file " + root + "/config/probe.txt")).isEqualTo("from the package");
    }

    @Test
    void anExceptionFailsTheInvocationAndNotTheInstance() {
        Invoker probe = lambda.deploy(ProbeZip.in(directory));

        assertThat(failure(probe, "throw no"))
                .contains("java.lang.IllegalArgumentException")
                .contains("\"no\"");
        assertThat(answer(probe, "count")).as("the same instance goes on").isEqualTo("2");
    }

    @Test
    void anInstanceThatEndsOrIsTooSlowFailsItsInvocationAndIsReplaced() {
        Invoker probe = lambda.deploy(ProbeZip.in(directory).withTimeout(Duration.ofMillis(1_500)));

        assertThat(failure(probe, "exit")).contains("Runtime.ExitError").contains("exit code 3");
        assertThat(answer(probe, "count")).isEqualTo("1");
        assertThat(failure(probe, "sleep 60000")).contains("Sandbox.Timedout").contains("1.50 seconds");
        assertThat(answer(probe, "count")).isEqualTo("1");
    }

    @Test
    void aKillHitsAnInstanceInsideItsInvocation() throws Exception {
        Invoker probe = lambda.deploy(ProbeZip.in(directory));
        assertThat(answer(probe, "echo warm")).isEqualTo("warm");
        assertThat(lambda.killBusyInstance("probe"))
                .as("an idle instance is left alone")
                .isFalse();

        CompletableFuture<InvocationOutcome> invocation = probe.invoke(json("sleep 60000"));
        while (!lambda.killBusyInstance("probe")) {
            Thread.sleep(5);
        }

        assertThat(invocation.join()).isInstanceOf(InvocationOutcome.InvocationFailed.class);
        assertThat(answer(probe, "count")).isEqualTo("1");
    }

    @Test
    void aFunctionThatCannotStartFailsItsCallersWithTheReason() {
        Invoker probe = lambda.deploy(ProbeZip.in(directory).withEnvironment(Map.of("FAIL_AT_START", "yes")));

        assertThat(failure(probe, "echo hello")).contains("told to fail at the start");
    }

    @Test
    void invocationsSpreadOverInstancesUpToTheBoundWaitAndAreThrottledBeyond() {
        Invoker probe =
                lambda.deploy(ProbeZip.in(directory).withMaxConcurrency(2).withMaxQueued(3));

        List<CompletableFuture<InvocationOutcome>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(probe.invoke(json("pid")));
        }
        List<InvocationOutcome> outcomes =
                all.stream().map(CompletableFuture::join).toList();

        assertThat(outcomes)
                .as(outcomes.toString())
                .filteredOn(InvocationOutcome.Returned.class::isInstance)
                .hasSize(5);
        assertThat(outcomes.get(5)).isEqualTo(new InvocationOutcome.Throttled());
        Set<String> pids = outcomes.stream()
                .filter(InvocationOutcome.Returned.class::isInstance)
                .map(LocalLambdaTest::text)
                .collect(Collectors.toSet());
        assertThat(pids).hasSizeBetween(1, 2);
        assertThat(lambda.stats("probe").started()).isEqualTo(2);
    }

    @Test
    void anAffinityStaysWithItsInstanceWhenThatIsIdle() throws Exception {
        Invoker probe = lambda.deploy(ProbeZip.in(directory).withMaxConcurrency(2));
        List.of(probe.invoke(json("sleep 300")), probe.invoke(json("sleep 300")))
                .forEach(CompletableFuture::join);
        awaitIdle(2);
        List.of(probe.invoke(json("sleep 100"), "a"), probe.invoke(json("sleep 100"), "b"))
                .forEach(CompletableFuture::join);

        String first = pid(probe, "a");
        String second = pid(probe, "b");

        assertThat(first).isNotEqualTo(second);
        for (int i = 0; i < 3; i++) {
            assertThat(pid(probe, "a")).isEqualTo(first);
            assertThat(pid(probe, "b")).isEqualTo(second);
        }
    }

    /** Of the instance that answers, with all of them idle before. */
    private String pid(Invoker probe, String affinity) throws InterruptedException {
        awaitIdle(2);
        return text(probe.invoke(json("pid"), affinity).join());
    }

    /** An instance is idle again a moment after its answer: when it has asked for the next invocation. */
    private void awaitIdle(int instances) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (lambda.stats("probe").idle() < instances) {
            assertThat(System.nanoTime() - deadline)
                    .as(lambda.stats("probe").toString())
                    .isNegative();
            Thread.sleep(5);
        }
    }

    @Test
    void payloadsAreBoundedBothWays() {
        Invoker probe = lambda.deploy(ProbeZip.in(directory));

        assertThat(probe.invoke(new byte[Invoker.MAX_PAYLOAD + 1]).join())
                .isInstanceOf(InvocationOutcome.TooLarge.class);
        assertThat(answer(probe, "echo " + "x".repeat(4_000_000))).hasSize(4_000_000);
        assertThat(failure(probe, "repeat 6291456")).contains("ResponseSizeTooLarge");
        assertThat(answer(probe, "count")).isEqualTo("3");
    }

    @Test
    void whatAFunctionPrintsIsInItsLog() throws Exception {
        Invoker probe = lambda.deploy(ProbeZip.in(directory));

        assertThat(answer(probe, "print seen")).isEqualTo("printed");
        lambda.close(Duration.ofSeconds(1));

        assertThat(Files.readString(directory.resolve("logs/probe-1.log"))).contains("seen");
    }

    @Test
    void aNewVersionTakesOverWhileTheOldOneFinishesWhatItHasAndEnds() throws Exception {
        Invoker probe = lambda.deploy(ProbeZip.in(directory).withMaxConcurrency(2));
        ProcessHandle old = process(answer(probe, "pid"));
        assertThat(answer(probe, "env AWS_LAMBDA_FUNCTION_VERSION")).isEqualTo("1");
        String oldDirectory = answer(probe, "directory");
        CompletableFuture<InvocationOutcome> inFlight = probe.invoke(json("sleep 3000"));

        lambda.redeploy("probe", zip("new.zip", "new.txt", "new"));

        assertThat(answer(probe, "env AWS_LAMBDA_FUNCTION_VERSION")).isEqualTo("2");
        assertThat(answer(probe, "file new.txt")).isEqualTo("new");
        assertThat(answer(probe, "directory")).isNotEqualTo(oldDirectory);
        assertThat(answer(probe, "pid")).isNotEqualTo(Long.toString(old.pid()));
        assertThat(text(inFlight.join())).isEqualTo("slept");
        old.onExit().get(20, TimeUnit.SECONDS);
        assertThat(lambda.stats("probe").errors()).isZero();
    }

    @Test
    void anIdleInstanceEndsWithItsVersionAndOneThatIsStillStartingServesNobody() throws Exception {
        Invoker probe = lambda.deploy(ProbeZip.in(directory));
        ProcessHandle idle = process(answer(probe, "pid"));

        lambda.redeploy("probe", copyOfTheZip());
        idle.onExit().get(20, TimeUnit.SECONDS);
        CompletableFuture<InvocationOutcome> starting = probe.invoke(json("env AWS_LAMBDA_FUNCTION_VERSION"));
        lambda.redeploy("probe", copyOfTheZip());

        assertThat(text(starting.join()))
                .as("it waited for an instance and had none")
                .isEqualTo("3");
        assertThat(answer(probe, "count")).isEqualTo("2");
        assertThat(lambda.stats("probe").started()).isEqualTo(3);
    }

    @Test
    void aNewVersionThatIsMissingLeavesTheOldOneInItsPlace() {
        Invoker probe = lambda.deploy(ProbeZip.in(directory));
        assertThat(answer(probe, "count")).isEqualTo("1");

        assertThatThrownBy(() -> lambda.redeploy("probe", directory.resolve("none.zip")))
                .isInstanceOf(LocalRuntimeException.class)
                .hasMessageContaining("none.zip");

        assertThat(answer(probe, "count")).isEqualTo("2");
    }

    private Path zip(String name, String file, String text) {
        return ProbeZip.write(directory.resolve(name), Map.of(file, text));
    }

    private Path copyOfTheZip() throws IOException {
        return Files.copy(
                directory.resolve("function.zip"), directory.resolve("copy.zip"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void aMissingPackageIsNamedWithWhatToDo() {
        FunctionSpec missing = FunctionSpec.of("ghost", directory.resolve("none.zip"), "A::b");

        assertThatThrownBy(() -> lambda.deploy(missing))
                .isInstanceOf(LocalRuntimeException.class)
                .hasMessageContaining("none.zip")
                .hasMessageContaining("mvn package");
    }

    private static byte[] json(String event) {
        return ("\"" + event + "\"").getBytes(StandardCharsets.UTF_8);
    }

    private static String answer(Invoker function, String event) {
        return text(function.invoke(json(event)).join());
    }

    private static String text(InvocationOutcome outcome) {
        assertThat(outcome).isInstanceOf(InvocationOutcome.Returned.class);
        return new String(((InvocationOutcome.Returned) outcome).payload(), StandardCharsets.UTF_8).replace("\"", "");
    }

    private static String failure(Invoker function, String event) {
        InvocationOutcome outcome = function.invoke(json(event)).join();
        assertThat(outcome).isInstanceOf(InvocationOutcome.InvocationFailed.class);
        return outcome.toString();
    }
}

package dev.tidemark.infra;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.infra.stack.FunctionPackages;
import dev.tidemark.infra.stack.StageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.jsii.JsiiException;

/**
 * Synthesises a stage in this process, without network or credentials, and hands the finished assembly to the CDK command
 * line for whatever reaches AWS.
 */
@Command(
        name = "infra/cdk/run.sh",
        mixinStandardHelpOptions = true,
        description = "The deployed platform: its templates, and what is done with them.",
        footer = {"", "Exit codes: 0 done, 1 a check of the templates failed, 3 could not run."})
final class InfraCommand implements Callable<Integer> {

    static final int CHECK_FAILED = 1;
    static final int COULD_NOT_RUN = 3;

    /** What is to be done. */
    enum Action {
        SYNTH,
        DIFF,
        DEPLOY,
        DESTROY,
        BOOTSTRAP
    }

    @Parameters(
            index = "0",
            description =
                    "synth: write and check the templates, offline. diff: compare them with what is deployed. deploy,"
                            + " destroy: do so. bootstrap: prepare an account and region, once.")
    private Action action = Action.SYNTH;

    @Option(
            names = "--stage",
            defaultValue = "dev",
            description = "Its settings are in infra/stages/<stage>.yaml. Default: ${DEFAULT-VALUE}.")
    private String stage = "dev";

    @Option(
            names = {"-c", "--context"},
            paramLabel = "KEY=VALUE",
            description = "For synth and diff: what if a setting were another one.")
    private Map<String, String> context = new LinkedHashMap<>();

    @Option(names = "--output", description = "Folder of the templates. Default: infra/cdk/target/cdk.out/<stage>.")
    private @Nullable Path output;

    @Parameters(index = "1..*", paramLabel = "CDK-OPTION", description = "After --: options of the CDK command line.")
    private List<String> further = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Path home;

    InfraCommand(Path home) {
        this.home = home;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (action == Action.BOOTSTRAP) {
            return cdk(List.of());
        }
        Path assembly = output == null ? home.resolve("infra/cdk/target/cdk.out/" + stage) : output.toAbsolutePath();
        if (!context.isEmpty() && action != Action.SYNTH && action != Action.DIFF) {
            err().println("tidemark: -c is for synth and diff; write " + context + " into " + StageFile.FOLDER + "/"
                    + stage + ".yaml, or the next deployment takes it back");
            return COULD_NOT_RUN;
        }
        Map<String, String> settings = settings();
        Deployment deployment;
        try {
            Path views = home.resolve(Objects.requireNonNull(settings.get("views")));
            deployment = new Deployment(home, StageSettings.of(stage, settings), views, assembly);
        } catch (ViewsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        CloudAssembly synthesized;
        try {
            synthesized = deployment.app().synth();
        } catch (JsiiException e) {
            // The built-in validation has printed what it found.
            err().println("tidemark: " + e.toString().lines().findFirst().orElse("synthesis failed"));
            return CHECK_FAILED;
        }
        int failed = check(synthesized);
        if (failed > 0) {
            err().println("tidemark: " + failed + " checks failed; nothing was deployed");
            return CHECK_FAILED;
        }
        FunctionPackages packages = deployment.packages();
        if (action == Action.SYNTH) {
            packages.missing().forEach(file -> err().println("not built, stood in for: " + home.relativize(file)));
            out().println("templates of stage " + stage + " in " + assembly);
            return 0;
        }
        if (action == Action.DEPLOY && !packages.missing().isEmpty()) {
            err().println("tidemark: not built: " + packages.missing() + "; run mvn package first");
            return COULD_NOT_RUN;
        }
        List<String> arguments = new ArrayList<>(List.of("--app", assembly.toString()));
        arguments.addAll(stacks(deployment));
        return cdk(arguments);
    }

    /** All of them; but what keeps data is never destroyed by a command. */
    private List<String> stacks(Deployment deployment) {
        if (action == Action.DESTROY && deployment.settings().keepsData()) {
            return Deployment.REPLACEABLE;
        }
        return List.of("--all");
    }

    /** What the stage's file says, and over it what was asked for. */
    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = StageFile.read(home, stage, StageSettings.KEYS);
        for (Map.Entry<String, String> asked : context.entrySet()) {
            if (settings.replace(asked.getKey(), asked.getValue()) == null) {
                throw new IllegalArgumentException("-c: there is no setting '" + asked.getKey() + "'; there are "
                        + String.join(", ", settings.keySet()));
            }
        }
        return settings;
    }

    /** Prints what cdk-nag and the library found; the number of errors. Violations of the built-in validation throw. */
    private int check(CloudAssembly assembly) {
        int errors = 0;
        for (Findings.SynthesisFinding finding : Findings.of(assembly)) {
            err().println(finding);
            errors += finding.isError() ? 1 : 0;
        }
        return errors;
    }

    private int cdk(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("infra/cdk/node_modules/.bin/cdk").toString());
        command.add(action.name().toLowerCase(Locale.ROOT));
        command.addAll(arguments);
        command.add("--no-notices");
        command.addAll(further);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("CDK_DISABLE_VERSION_CHECK", "1");
        return builder.start().waitFor() == 0 ? 0 : COULD_NOT_RUN;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}

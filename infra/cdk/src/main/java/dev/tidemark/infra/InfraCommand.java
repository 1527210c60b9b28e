package dev.tidemark.infra;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.infra.stack.FunctionPackages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            description = "prod keeps its data; every other name is disposable. Default: ${DEFAULT-VALUE}.")
    private String stage = "dev";

    @Option(
            names = {"-c", "--context"},
            paramLabel = "KEY=VALUE",
            description = "A setting of the stage; docs/deploy.md lists them.")
    private Map<String, String> context = new LinkedHashMap<>();

    @Option(names = "--views", description = "The views to deploy. Default: views.yaml of the checkout.")
    private @Nullable Path views;

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
        Deployment deployment;
        try {
            deployment = new Deployment(home, settings(), assembly);
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

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(context);
        settings.put("stage", stage);
        if (views != null) {
            settings.put("views", views.toAbsolutePath().toString());
        }
        return settings;
    }

    /** Prints what cdk-nag and the library found; the number of errors. Violations of the built-in validation throw. */
    private int check(CloudAssembly assembly) {
        int errors = 0;
        for (Findings.Finding finding : Findings.of(assembly)) {
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

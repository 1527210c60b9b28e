package dev.tidemark.infra;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.infra.stack.BatchStack;
import dev.tidemark.infra.stack.ComputeStack;
import dev.tidemark.infra.stack.DataStack;
import dev.tidemark.infra.stack.FunctionPackages;
import dev.tidemark.infra.stack.ObservabilityStack;
import dev.tidemark.infra.stack.StageSettings;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Tags;

/** The CDK application of one stage: its four stacks, their tags, and the checks that they have to pass. */
final class Deployment {

    /** Behaviour of the library that newer applications begin with. */
    static final Map<String, Object> LIBRARY_BEHAVIOUR = Map.of(
            "@aws-cdk/core:validateAgainstDefaultRules", true,
            "@aws-cdk/core:defaultCrossStackReferences", "strong",
            "@aws-cdk/core:enablePartitionLiterals", true,
            "@aws-cdk/aws-iam:minimizePolicies", true,
            "@aws-cdk/aws-lambda:recognizeLayerVersion", true,
            "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true);

    /** The stacks that hold nothing. */
    static final List<String> REPLACEABLE = List.of("Observability", "Batch", "Compute");

    private final App app;
    private final StageSettings settings;
    private final FunctionPackages packages;

    /**
     * Puts the stacks together.
     *
     * @param home the checkout
     * @param context what the command line says; see {@link StageSettings#of}, and {@code views}, the path of the views
     *     file, by default the checkout's
     * @param output folder of the cloud assembly; null leaves it to who started this program
     * @throws ViewsException if the views file is refused
     */
    Deployment(Path home, Map<String, String> context, @Nullable Path output) throws ViewsException {
        Map<String, Object> all = new HashMap<>(LIBRARY_BEHAVIOUR);
        all.putAll(context);
        App.Builder builder =
                App.Builder.create().context(all).analyticsReporting(false).treeMetadata(false);
        if (output != null) {
            builder.outdir(output.toString());
        }
        app = builder.build();
        settings = StageSettings.of(this::context);
        String views = context("views");
        packages = FunctionPackages.of(home, views == null ? home.resolve("views.yaml") : Path.of(views));
        DataStack data = new DataStack(app, settings);
        ComputeStack compute = new ComputeStack(app, data, settings, packages);
        new BatchStack(app, data, settings, packages);
        new ObservabilityStack(app, data, compute, settings, packages);
        Tags.of(app).add("project", "tidemark");
        Tags.of(app).add("tidemark-stage", settings.stage());
        Aspects.of(app).add(new AwsSolutionsChecks());
    }

    private @Nullable String context(String key) {
        Object value = app.getNode().tryGetContext(key);
        return value == null ? null : value.toString();
    }

    App app() {
        return app;
    }

    StageSettings settings() {
        return settings;
    }

    FunctionPackages packages() {
        return packages;
    }
}

package dev.tidemark.infra;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.infra.stack.BatchStack;
import dev.tidemark.infra.stack.ComputeStack;
import dev.tidemark.infra.stack.DataStack;
import dev.tidemark.infra.stack.FunctionPackages;
import dev.tidemark.infra.stack.ObservabilityStack;
import dev.tidemark.infra.stack.StageSettings;
import dev.tidemark.platform.Keeping;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
     * @param settings of the stage
     * @param views the views file
     * @param output folder of the cloud assembly
     * @throws ViewsException if the views file is refused
     * @throws IllegalArgumentException if the stage does not keep what the views need
     */
    Deployment(Path home, StageSettings settings, Path views, Path output) throws ViewsException {
        this.settings = settings;
        app = App.Builder.create()
                .context(LIBRARY_BEHAVIOUR)
                .analyticsReporting(false)
                .treeMetadata(false)
                .outdir(output.toString())
                .build();
        packages = FunctionPackages.of(home, views);
        Keeping.of(settings.keepsData()).refuse(packages.views());
        DataStack data = new DataStack(app, settings);
        ComputeStack compute = new ComputeStack(app, data, settings, packages);
        new BatchStack(app, data, settings, packages);
        new ObservabilityStack(app, data, compute, settings, packages);
        Tags.of(app).add("project", "tidemark");
        Tags.of(app).add("tidemark-stage", settings.stage());
        Aspects.of(app).add(new AwsSolutionsChecks());
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

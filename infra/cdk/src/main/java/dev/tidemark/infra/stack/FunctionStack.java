package dev.tidemark.infra.stack;

import dev.tidemark.platform.PlatformFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.ApplicationLogLevel;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogGroupClass;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * A stack of functions. Each function has a role and a log group of its own; every change of its code, settings, views or
 * keys publishes a version, and all callers call the alias {@value #LIVE}, which CloudFormation moves when the new version
 * (and its snapshot) is ready.
 */
abstract class FunctionStack extends Stack {

    static final String LIVE = PlatformFunction.LIVE;

    private final DataStack data;
    private final StageSettings settings;
    private final FunctionPackages packages;
    private final LayerVersion views;

    FunctionStack(
            Construct scope,
            String id,
            String description,
            DataStack data,
            StageSettings settings,
            FunctionPackages packages) {
        super(
                scope,
                id,
                StackProps.builder()
                        .stackName(settings.prefix() + "-" + id.toLowerCase(Locale.ROOT))
                        .description("Tidemark " + settings.stage() + ": " + description)
                        .build());
        this.data = data;
        this.settings = settings;
        this.packages = packages;
        // One a stack: a layer's ARN changes with the views, and a stack cannot change what another one imports.
        this.views = LayerVersion.Builder.create(this, "Views")
                .layerVersionName(settings.prefix() + "-views-" + id.toLowerCase(Locale.ROOT))
                .description("views.yaml " + packages.views().version())
                .code(packages.viewsLayer())
                .compatibleArchitectures(List.of(Architecture.ARM_64))
                .compatibleRuntimes(List.of(Runtime.JAVA_25))
                .build();
    }

    final DataStack data() {
        return data;
    }

    final StageSettings settings() {
        return settings;
    }

    final FunctionPackages packages() {
        return packages;
    }

    /**
     * Makes a function.
     *
     * @param concurrency the most instances; empty for the account's own bound
     * @param failures where its failed asynchronous invocations go; empty for one that is never called so
     */
    final Alias function(PlatformFunction function, OptionalInt concurrency, Optional<DeadLetters> failures) {
        LogGroup logs = logGroup(function.name() + "Logs", "/aws/lambda/" + function.nameIn(settings.prefix()));
        Function.Builder builder = Function.Builder.create(this, function.name())
                .functionName(function.nameIn(settings.prefix()))
                .description("Tidemark " + settings.stage() + ": " + function.shortName())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(function.handler())
                .code(packages.zip(function))
                .layers(List.of(views))
                .memorySize(function.memoryMegabytes())
                .timeout(Duration.seconds(function.timeout().toSeconds()))
                .ephemeralStorageSize(Size.mebibytes(function.scratchMegabytes()))
                .environment(environment(function))
                .role(role(function, logs, failures))
                .logGroup(logs)
                // The functions write JSON, which is kept as it is; what the service itself says a call costs more than
                // the call.
                .loggingFormat(LoggingFormat.JSON)
                .applicationLogLevelV2(ApplicationLogLevel.INFO)
                .systemLogLevelV2(SystemLogLevel.WARN)
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(settings.keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                        .build());
        if (function.startsFromSnapshot()) {
            builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        concurrency.ifPresent(builder::reservedConcurrentExecutions);
        Function made = builder.build();
        Annotations.of(made)
                .acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish", "Callers only know the alias.");
        Alias alias = Alias.Builder.create(this, function.name() + "Live")
                .aliasName(LIVE)
                .version(made.getCurrentVersion())
                .build();
        failures.ifPresent(letters -> letters.receiveFailuresOf(alias));
        return alias;
    }

    private Map<String, String> environment(PlatformFunction function) {
        Map<String, String> environment = function.environment(
                data.stream().getStreamName(),
                data.bucket().bucket().getBucketName(),
                table -> data.table(table).getTableName(),
                FunctionPackages.viewsPath());
        function.keysVariable()
                .ifPresent(variable -> environment.put(
                        variable, ApiKeyHashes.of(function, settings).hashes()));
        if (function == PlatformFunction.INGEST) {
            environment.putAll(settings.callerLimits().environment());
        }
        return environment;
    }

    private Role role(PlatformFunction function, LogGroup logs, Optional<DeadLetters> failures) {
        Role role = Role.Builder.create(this, function.name() + "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("Tidemark " + settings.stage() + ": what " + function.shortName() + " may do")
                .build();
        List<PolicyStatement> statements = new ArrayList<>(Access.of(function, data));
        statements.add(PolicyStatement.Builder.create()
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(logs.getLogGroupArn()))
                .build());
        failures.ifPresent(letters -> statements.addAll(letters.sending()));
        statements.forEach(role::addToPolicy);
        Suppressed.prefixes(role);
        return role;
    }

    /** A log group that is encrypted and forgets. */
    final LogGroup logGroup(String id, String name) {
        return logGroup(id, name, LogGroupClass.STANDARD);
    }

    /** The same of another class; infrequent access is half the price, and cannot be turned into metrics. */
    final LogGroup logGroup(String id, String name, LogGroupClass logClass) {
        return LogGroup.Builder.create(this, id)
                .logGroupName(name)
                .retention(retention(settings.logDays()))
                .logGroupClass(logClass)
                .encryptionKey(data.key())
                .removalPolicy(DataStack.removal(settings))
                .build();
    }

    private static RetentionDays retention(int days) {
        return switch (days) {
            case 7 -> RetentionDays.ONE_WEEK;
            case 90 -> RetentionDays.THREE_MONTHS;
            default -> throw new IllegalArgumentException("logDays is 7 or 90: " + days);
        };
    }
}

package dev.tidemark.infra.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.emrserverless.CfnApplication;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The night on EMR Serverless: an application that starts for a run and stops after it, the role that a run has, and the
 * call with which the scheduler starts one. The job is the same as the function's.
 */
final class SparkJob extends Construct {

    /** The scheduler calls the API itself; nothing in between has to be kept running. */
    static final String START = "arn:aws:scheduler:::aws-sdk:emrserverless:startJobRun";

    private static final String MAIN = "dev.tidemark.batch.NightCommand";
    private static final String SCRATCH = "/tmp/tidemark-batch";
    private static final int LONGEST_RUN_MINUTES = 240;

    private final FunctionStack stack;
    private final CfnApplication application;
    private final Role role;
    private final Asset jar;
    private final Asset views;
    private final LogGroup logs;

    SparkJob(Construct scope, FunctionStack stack) {
        super(scope, "Spark");
        this.stack = stack;
        StageSettings settings = stack.settings();
        Path built = stack.packages().home().resolve("batch-job/target/spark-job.jar");
        jar = Asset.Builder.create(this, "Jar")
                .path(stack.packages().built(built).toString())
                .build();
        views = Asset.Builder.create(this, "ViewsFile")
                .path(stack.packages().viewsFile().toString())
                .build();
        logs = stack.logGroup("SparkLogs", "/tidemark/" + settings.stage() + "/spark");
        application = CfnApplication.Builder.create(this, "Application")
                .name(settings.prefix() + "-batch")
                .type("SPARK")
                .releaseLabel(settings.emrRelease())
                .architecture("ARM64")
                .autoStartConfiguration(CfnApplication.AutoStartConfigurationProperty.builder()
                        .enabled(true)
                        .build())
                .autoStopConfiguration(CfnApplication.AutoStopConfigurationProperty.builder()
                        .enabled(true)
                        .idleTimeoutMinutes(5)
                        .build())
                .maximumCapacity(CfnApplication.MaximumAllowedResourcesProperty.builder()
                        .cpu("64 vCPU")
                        .memory("256 GB")
                        .disk("1000 GB")
                        .build())
                .build();
        role = Role.Builder.create(this, "Role")
                .assumedBy(ServicePrincipal.Builder.create("emr-serverless.amazonaws.com")
                        .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())))
                        .build())
                .description("Tidemark " + settings.stage() + ": what a run of the batch on Spark may do")
                .build();
        statements().forEach(role::addToPolicy);
        Suppressed.prefixes(role);
        Suppressed.finding(
                role,
                "AwsSolutions-IAM5",
                "Resource::*",
                "The one action on it, logs:DescribeLogGroups, knows no narrower resource; EMR Serverless needs it to write.");
    }

    private List<PolicyStatement> statements() {
        List<PolicyStatement> statements = new ArrayList<>(Access.of(PlatformFunction.BATCH, stack.data()));
        statements.add(allow(
                List.of(
                        jar.getBucket().arnForObjects(jar.getS3ObjectKey()),
                        views.getBucket().arnForObjects(views.getS3ObjectKey())),
                "s3:GetObject"));
        statements.add(allow(
                List.of(logs.getLogGroupArn()),
                "logs:CreateLogStream",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents"));
        statements.add(allow(List.of("*"), "logs:DescribeLogGroups"));
        return statements;
    }

    /** What the scheduler needs to start a run. */
    List<PolicyStatement> allowStarting() {
        return List.of(
                allow(List.of(application.getAttrArn()), "emr-serverless:StartJobRun"),
                PolicyStatement.Builder.create()
                        .actions(List.of("iam:PassRole"))
                        .resources(List.of(role.getRoleArn()))
                        .conditions(
                                Map.of("StringEquals", Map.of("iam:PassedToService", "emr-serverless.amazonaws.com")))
                        .build());
    }

    /** The call that starts a run, one for each time that the schedule fires, however often it is delivered. */
    String input(Schedule schedule) {
        Map<String, Object> spark = new LinkedHashMap<>();
        spark.put("EntryPoint", jar.getS3ObjectUrl());
        spark.put("EntryPointArguments", List.of("--data-dir", SCRATCH));
        spark.put("SparkSubmitParameters", sparkParameters());
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("ApplicationId", application.getAttrApplicationId());
        call.put("ClientToken", "<aws.scheduler.execution-id>");
        call.put("Name", schedule.nameIn(stack.settings().prefix()));
        call.put("ExecutionRoleArn", role.getRoleArn());
        call.put("ExecutionTimeoutMinutes", LONGEST_RUN_MINUTES);
        call.put("JobDriver", Map.of("SparkSubmit", spark));
        call.put(
                "ConfigurationOverrides",
                Map.of(
                        "MonitoringConfiguration",
                        Map.of(
                                "CloudWatchLoggingConfiguration",
                                Map.of(
                                        "Enabled", true,
                                        "LogGroupName", logs.getLogGroupName(),
                                        "EncryptionKeyArn", stack.data().key().getKeyArn()))));
        try {
            return new ObjectMapper().writeValueAsString(call);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts are always JSON", e);
        }
    }

    /** The function's environment, for the driver and for the executors. */
    private String sparkParameters() {
        String file = Path.of(FunctionPackages.viewsPath()).getFileName().toString();
        Map<String, String> environment = PlatformFunction.BATCH.environment(
                stack.data().stream().getStreamName(),
                stack.data().bucket().bucket().getBucketName(),
                table -> stack.data().table(table).getTableName(),
                file);
        environment.put(
                "AWS_LAMBDA_FUNCTION_NAME",
                PlatformFunction.BATCH.nameIn(stack.settings().prefix()));
        StringBuilder parameters =
                new StringBuilder("--class " + MAIN + " --files " + views.getS3ObjectUrl() + "#" + file);
        environment.forEach((name, value) -> {
            if (name.startsWith("TIDEMARK_") || name.startsWith("AWS_")) {
                parameters
                        .append(" --conf spark.emr-serverless.driverEnv.")
                        .append(name)
                        .append('=')
                        .append(value);
                parameters
                        .append(" --conf spark.executorEnv.")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        return parameters.toString();
    }

    private static PolicyStatement allow(List<String> resources, String... actions) {
        return PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(resources)
                .build();
    }
}

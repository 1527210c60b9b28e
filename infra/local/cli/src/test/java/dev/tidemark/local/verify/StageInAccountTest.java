package dev.tidemark.local.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.ShardCounts;
import dev.tidemark.platform.item.ViewsFileItem;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/** How a stage is found by its name, and what its functions and alarms are asked. */
class StageInAccountTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT1S, heartbeatEvery: PT1S, idleBound: PT2S}
            deduplicateFor: PT10M
            views:
              - {name: clicks, key: deviceId, window: {fixed: PT1M}, aggregates: [count], allowedLateness: PT0S}
            """;

    private final Functions functions = new Functions();

    private StageInAccount stage() {
        return new StageInAccount(
                "dev",
                Optional.empty(),
                "key",
                new StageInAccount.Clients(
                        new Journal(),
                        new S3Client() {
                            @Override
                            public String serviceName() {
                                return "s3";
                            }

                            @Override
                            public void close() {}
                        },
                        functions,
                        new Alarms()));
    }

    @Test
    void itIsFoundByItsName() {
        StageInAccount stage = stage();

        assertThat(stage.ingest()).isEqualTo(URI.create("https://abc123.execute-api.eu-west-1.amazonaws.com"));
        assertThat(stage.views().named("clicks")).isPresent();
        assertThat(stage.name()).isEqualTo("stage dev");
    }

    @Test
    void aStageThatIsNotThereIsRefused() {
        functions.missing = true;

        assertThatThrownBy(this::stage)
                .isInstanceOf(CannotRunException.class)
                .hasMessageStartingWith("there is no stage dev in this account and region");
    }

    @Test
    void theAnswerOfANightIsItsSummary() {
        functions.answer = "{\"verdict\":\"warn\",\"exitCode\":2,\"sentence\":\"Look.\"}";

        assertThat(stage().night(LocalDate.parse("2026-11-22")))
                .isEqualTo(new NightAnswer.Ended(ExitCode.WARNING, "Look."));
        assertThat(functions.asked).isEqualTo("tidemark-dev-batch:live {\"date\":\"2026-11-22\"}");
    }

    @Test
    void aNightThatFailedSaysWhy() {
        functions.error = "Unhandled";
        functions.answer = "{\"errorMessage\":\"code 4: another run was published\"}";

        assertThat(stage().night(LocalDate.parse("2026-11-22")))
                .isEqualTo(new NightAnswer.Failed("code 4: another run was published"));
    }

    @Test
    void alarmsAreCalledAsTheRunbookDoes() {
        assertThat(stage().alarms()).isEqualTo(new AlarmStates.Seen(Map.of("skipped", "OK", "api-errors", "ALARM")));
    }

    private static final class Functions implements LambdaClient {
        boolean missing;
        String answer = "";

        @Nullable
        String error;

        String asked = "";

        @Override
        public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
            if (missing) {
                throw ResourceNotFoundException.builder()
                        .message("no function " + request.functionName())
                        .build();
            }
            return GetFunctionConfigurationResponse.builder()
                    .environment(EnvironmentResponse.builder()
                            .variables(Map.of(Environment.BUCKET, "the-bucket"))
                            .build())
                    .build();
        }

        @Override
        public GetPolicyResponse getPolicy(GetPolicyRequest request) {
            return GetPolicyResponse.builder()
                    .policy("{\"Statement\":[{\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":"
                            + "\"arn:aws:execute-api:eu-west-1:123456789012:abc123/*/*\"}}}]}")
                    .build();
        }

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
            asked = request.functionName() + ":" + request.qualifier() + " "
                    + request.payload().asUtf8String();
            return InvokeResponse.builder()
                    .functionError(error)
                    .payload(SdkBytes.fromUtf8String(answer))
                    .build();
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {}
    }

    private static final class Alarms implements CloudWatchClient {
        @Override
        public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
            return DescribeAlarmsResponse.builder()
                    .metricAlarms(alarm(request, "skipped", "OK"), alarm(request, "api-errors", "ALARM"))
                    .build();
        }

        private static MetricAlarm alarm(DescribeAlarmsRequest request, String name, String state) {
            return MetricAlarm.builder()
                    .alarmName(request.alarmNamePrefix() + name)
                    .stateValue(state)
                    .build();
        }

        @Override
        public String serviceName() {
            return "cloudwatch";
        }

        @Override
        public void close() {}
    }

    /** One open shard, read with one views file. */
    private static final class Journal implements DynamoDbClient {
        @Override
        public QueryResponse query(QueryRequest request) {
            HeadItem head = new HeadItem(
                    "shardId-000000000000",
                    "1",
                    new ShardClocks(1, 1, 1),
                    false,
                    List.of(),
                    HashKeyRange.ALL,
                    "v1",
                    "v1",
                    new ShardCounts(0, 0, 0, 0, 0),
                    Map.of());
            return QueryResponse.builder().items(List.of(head.attributes())).build();
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            return GetItemResponse.builder()
                    .item(new ViewsFileItem("v1", VIEWS, List.of()).attributes())
                    .build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}

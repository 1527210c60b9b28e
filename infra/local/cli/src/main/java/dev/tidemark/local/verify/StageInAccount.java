package dev.tidemark.local.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ViewsFileItem;
import dev.tidemark.serving.tables.TableReader;
import dev.tidemark.serving.windows.WindowReader;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * A stage in an account, as the stacks have made it. Everything is found by the stage's name: tables and functions have it in
 * theirs, the bucket stands in the environment of the batch's function, and the API in the policy of ingestion's.
 */
public final class StageInAccount implements VerifiedStage, AutoCloseable {

    /**
     * The clients of an account and region. They go by the SDK's own settings: {@code AWS_PROFILE}, {@code AWS_REGION}, {@code
     * AWS_ENDPOINT_URL_…}.
     */
    public record Clients(DynamoDbClient dynamoDb, S3Client s3, LambdaClient lambda, CloudWatchClient cloudWatch) {

        /** Those of the environment. */
        public static Clients ofEnvironment() {
            Duration night = PlatformFunction.BATCH.timeout().plusMinutes(1);
            return new Clients(
                    DynamoDbClient.create(),
                    S3Client.create(),
                    LambdaClient.builder()
                            .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(night))
                            .overrideConfiguration(override ->
                                    override.apiCallTimeout(night).retryStrategy(retry -> retry.maxAttempts(1)))
                            .build(),
                    CloudWatchClient.create());
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern API = Pattern.compile("arn:aws[^:]*:execute-api:([a-z0-9-]+):[0-9]*:([a-z0-9]+)/");

    private final String stage;
    private final String apiKey;
    private final Clients clients;
    private final TableReader tables;
    private final URI ingest;
    private final String bucket;
    private final Views views;

    /**
     * Finds it.
     *
     * @param url of ingestion where it is not to be found, or empty
     * @throws CannotRunException if it is not there, or AWS does not answer
     */
    public StageInAccount(String stage, Optional<URI> url, String apiKey, Clients clients) {
        this.stage = stage;
        this.apiKey = apiKey;
        this.clients = clients;
        this.tables = new TableReader(clients.dynamoDb(), table -> table.nameIn(prefix()));
        try {
            this.bucket = bucket();
            this.ingest = url.orElseGet(this::api);
            this.views = viewsInForce();
        } catch (ResourceNotFoundException e) {
            throw new CannotRunException(
                    "there is no stage " + stage + " in this account and region (" + e.getMessage()
                            + "). AWS_PROFILE and AWS_REGION say which they are.",
                    e);
        } catch (SdkException e) {
            throw new CannotRunException(
                    "AWS does not answer for stage " + stage + ": " + e.getMessage()
                            + ". AWS_PROFILE and AWS_REGION say which account and region it is in.",
                    e);
        }
    }

    private String prefix() {
        return PlatformFunction.prefix(stage);
    }

    private String bucket() {
        String name = PlatformFunction.BATCH.nameIn(prefix());
        String found = clients.lambda()
                .getFunctionConfiguration(request -> request.functionName(name).qualifier(PlatformFunction.LIVE))
                .environment()
                .variables()
                .get(Environment.BUCKET);
        if (found == null) {
            throw new CannotRunException("function " + name + " has no variable " + Environment.BUCKET + ".");
        }
        return found;
    }

    /** Who may call ingestion: the one API. */
    private URI api() {
        String policy = clients.lambda()
                .getPolicy(request -> request.functionName(PlatformFunction.INGEST.nameIn(prefix()))
                        .qualifier(PlatformFunction.LIVE))
                .policy();
        Matcher api = API.matcher(policy);
        if (!api.find()) {
            throw new CannotRunException("the policy of ingestion names no API. Give its URL with --url.");
        }
        return URI.create("https://" + api.group(2) + ".execute-api." + api.group(1) + ".amazonaws.com");
    }

    /** The file that the last shard is read with: it is in the journal as it was deployed. */
    private Views viewsInForce() {
        String version = tables.query(HeadItem.all())
                .filter(head -> !head.ended())
                .map(HeadItem::viewsVersion)
                .reduce((before, last) -> last)
                .orElseThrow(() -> new CannotRunException("no shard of stage " + stage
                        + " has a head yet: nothing has been read of the log. The tick gives it heartbeats every minute;"
                        + " docs/runbook.md, watermark-lag, if that stays."));
        String text = tables.read(ViewsFileItem.key(version))
                .map(ViewsFileItem::definition)
                .orElseThrow(
                        () -> new CannotRunException("the journal has no views file of version '" + version + "'."));
        try {
            return ViewsParser.parse(text, "the views of stage " + stage);
        } catch (ViewsException e) {
            throw new CannotRunException(e.getMessage() + ".", e);
        }
    }

    @Override
    public String name() {
        return "stage " + stage;
    }

    @Override
    public URI ingest() {
        return ingest;
    }

    @Override
    public String apiKey() {
        return apiKey;
    }

    @Override
    public Views views() {
        return views;
    }

    @Override
    public WindowReader windows() {
        return new WindowReader(clients.dynamoDb(), table -> table.nameIn(prefix()));
    }

    @Override
    public TableReader tables() {
        return tables;
    }

    @Override
    public Optional<String> object(String key) {
        try {
            return Optional.of(clients.s3()
                    .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public NightAnswer night(LocalDate day) {
        InvokeResponse answer = clients.lambda()
                .invoke(request -> request.functionName(PlatformFunction.BATCH.nameIn(prefix()))
                        .qualifier(PlatformFunction.LIVE)
                        .payload(SdkBytes.fromUtf8String("{\"date\":\"" + day + "\"}")));
        String text = answer.payload().asUtf8String();
        try {
            JsonNode summary = JSON.readTree(text);
            return answer.functionError() == null
                    ? new NightAnswer.Ended(
                            ExitCode.of(summary.path("exitCode").asInt(ExitCode.COULD_NOT_RUN.code())),
                            summary.path("sentence").asText())
                    : new NightAnswer.Failed(summary.path("errorMessage").asText(text));
        } catch (JsonProcessingException e) {
            return new NightAnswer.Failed(text);
        }
    }

    @Override
    public AlarmStates alarms() {
        Map<String, String> states = new HashMap<>();
        String prefix = prefix() + "-";
        clients.cloudWatch()
                .describeAlarmsPaginator(request -> request.alarmNamePrefix(prefix))
                .metricAlarms()
                .forEach((MetricAlarm alarm) ->
                        states.put(alarm.alarmName().substring(prefix.length()), alarm.stateValueAsString()));
        return new AlarmStates.Seen(states);
    }

    @Override
    public String whatStays() {
        return "It stays in the log as long as that is kept, in the cells for 35 days, in the panes for 400, in the archive and"
                + " the reports of its day as long as the stage; only taking the stage down takes it away before"
                + " (docs/deploy.md, \"Tear down\").";
    }

    @Override
    public void close() {
        clients.dynamoDb().close();
        clients.s3().close();
        clients.lambda().close();
        clients.cloudWatch().close();
    }
}

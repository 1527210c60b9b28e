package dev.tidemark.infra.stack;

import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import dev.tidemark.platform.StreamMapping;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogGroupClass;
import software.constructs.Construct;

/** What runs all day and can be replaced at any time: the HTTP APIs, the functions of the stream, the tick, queries. */
public final class ComputeStack extends FunctionStack {

    private static final String EVENT_COUNT_METRICS = "EventCount";

    private final Map<StreamMapping, CfnEventSourceMapping> mappings = new EnumMap<>(StreamMapping.class);
    private final HttpGateway events;
    private final HttpGateway queries;

    public ComputeStack(Construct scope, DataStack data, StageSettings settings, FunctionPackages packages) {
        super(scope, "Compute", "ingestion, windows, archive, tick and queries", data, settings, packages);
        Alias ingest = function(PlatformFunction.INGEST, settings.ingestConcurrency(), Optional.empty());
        events = HttpGateway.ofEvents(this, settings, ingest, accessLogs("ApiLogs", "api"));
        Alias query = function(PlatformFunction.QUERY, settings.queryConcurrency(), Optional.empty());
        queries = HttpGateway.ofQueries(this, settings, query, accessLogs("QueryApiLogs", "queries"));
        for (StreamMapping mapping : StreamMapping.values()) {
            Alias reader = function(mapping.function(), OptionalInt.empty(), Optional.empty());
            mappings.put(mapping, map(mapping, reader));
        }
        tick();
        output("Url", "Where events are posted", events.url());
        output(
                "ApiKeyHashes",
                "The parameter with the accepted keys' hashes",
                ApiKeyHashes.ofEvents(settings).toString());
        output("QueryUrl", "Where queries are asked", queries.url());
        output(
                "QueryKeyHashes",
                "The parameter with the hashes of keys that may read",
                ApiKeyHashes.ofQueries(settings).toString());
    }

    private void output(String name, String description, String value) {
        CfnOutput.Builder.create(this, name)
                .description(description)
                .value(value)
                .build();
    }

    private LogGroup accessLogs(String id, String name) {
        return logGroup(id, "/tidemark/" + settings().stage() + "/" + name, LogGroupClass.INFREQUENT_ACCESS);
    }

    /** A tick that failed is not tried again: the next minute brings the next one. */
    private void tick() {
        DeadLetters failures = new DeadLetters(
                this,
                "TickFailures",
                DeadLetters.nameIn(settings(), PlatformFunction.TICK.shortName()),
                data(),
                Schedule.TICK.retries(),
                Duration.seconds(Schedule.TICK.oldest().toSeconds()));
        Alias tick = function(
                PlatformFunction.TICK,
                settings().singleRuns() ? OptionalInt.of(1) : OptionalInt.empty(),
                Optional.of(failures));
        new Timetable(this, settings().prefix(), settings(), failures).call(Schedule.TICK, tick.getFunctionArn());
    }

    private CfnEventSourceMapping map(StreamMapping mapping, Alias reader) {
        CfnEventSourceMapping made = CfnEventSourceMapping.Builder.create(this, mapping.name() + "Mapping")
                .functionName(reader.getFunctionArn())
                .eventSourceArn(data().stream().getStreamArn())
                .startingPosition(StreamMapping.STARTING_POSITION)
                .batchSize(mapping.batchSize())
                .maximumBatchingWindowInSeconds(mapping.maximumBatchingWindow().toSeconds())
                .parallelizationFactor(StreamMapping.PARALLELIZATION_FACTOR)
                .maximumRetryAttempts(StreamMapping.MAXIMUM_RETRY_ATTEMPTS)
                .maximumRecordAgeInSeconds(StreamMapping.MAXIMUM_RECORD_AGE_SECONDS)
                .bisectBatchOnFunctionError(StreamMapping.BISECT_BATCH_ON_FUNCTION_ERROR)
                .functionResponseTypes(List.of(StreamMapping.FUNCTION_RESPONSE_TYPE))
                .destinationConfig(CfnEventSourceMapping.DestinationConfigProperty.builder()
                        .onFailure(CfnEventSourceMapping.OnFailureProperty.builder()
                                .destination(data().bucket().arn())
                                .build())
                        .build())
                .metricsConfig(CfnEventSourceMapping.MetricsConfigProperty.builder()
                        .metrics(List.of(EVENT_COUNT_METRICS))
                        .build())
                .build();
        // Lambda checks the role's grants when the mapping is made.
        made.getNode().addDependency(reader.getRole());
        return made;
    }

    HttpGateway events() {
        return events;
    }

    HttpGateway queries() {
        return queries;
    }

    /** The id of a mapping, by which its metrics go. */
    String mappingId(StreamMapping mapping) {
        CfnEventSourceMapping made = mappings.get(mapping);
        if (made == null) {
            throw new IllegalStateException("no mapping " + mapping);
        }
        return made.getRef();
    }
}

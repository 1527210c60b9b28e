package dev.tidemark.infra.stack;

import dev.tidemark.infra.stack.StageSettings.BatchEngine;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/**
 * The night: DuckDB in a function, or Spark on EMR Serverless. Both run at the same times and leave their failures in the
 * same queue.
 */
public final class BatchStack extends FunctionStack {

    /** What the clock calls for the batch. */
    static final List<Schedule> SCHEDULES = List.of(Schedule.NIGHT, Schedule.CATCH_UP);

    public BatchStack(Construct scope, DataStack data, StageSettings settings, FunctionPackages packages) {
        super(scope, "Batch", "the nightly recomputation", data, settings, packages);
        // Publishing is one step, so a run that failed is repeated whole; after six hours the catch-up does it anyway.
        DeadLetters failures = new DeadLetters(
                this,
                "BatchFailures",
                DeadLetters.nameIn(settings, PlatformFunction.BATCH.shortName()),
                data,
                Schedule.NIGHT.retries(),
                Duration.seconds(Schedule.NIGHT.oldest().toSeconds()));
        Timetable timetable = new Timetable(this, settings.prefix() + "-batch", settings, failures);
        if (settings.engine() == BatchEngine.SPARK) {
            SparkJob job = new SparkJob(this, this);
            job.allowStarting().forEach(timetable::allow);
            SCHEDULES.forEach(schedule -> timetable.add(schedule, SparkJob.START, job.input(schedule)));
        } else {
            Alias batch = function(
                    PlatformFunction.BATCH,
                    settings.singleRuns() ? OptionalInt.of(1) : OptionalInt.empty(),
                    Optional.of(failures));
            SCHEDULES.forEach(schedule -> timetable.call(schedule, batch.getFunctionArn()));
        }
    }
}

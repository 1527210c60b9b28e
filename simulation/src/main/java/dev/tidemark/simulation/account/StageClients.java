package dev.tidemark.simulation.account;

import dev.tidemark.simulation.dynamo.SimulatedDynamoDb;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.kinesis.KinesisStream;
import dev.tidemark.simulation.kinesis.SimulatedKinesis;
import dev.tidemark.simulation.s3.S3Bucket;
import dev.tidemark.simulation.s3.SimulatedS3;
import dev.tidemark.simulation.timeline.Gate;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * An instance's clients.
 *
 * @param dynamo of the tables
 * @param kinesis of the stream
 * @param s3 of the bucket
 */
record StageClients(SimulatedDynamoDb dynamo, SimulatedKinesis kinesis, SimulatedS3 s3) {

    private static final int WHOLE_PAGE = 10_000;

    /** Clients of a restless instance: pages are short, reads come back empty, records are refused. */
    static StageClients restless(
            SimulatedTables tables,
            KinesisStream stream,
            S3Bucket bucket,
            Gate gate,
            SplittableRandom random,
            Supplier<Unrest> unrest) {
        return new StageClients(
                new SimulatedDynamoDb(
                        tables, gate, () -> unrest.get() == Unrest.NONE ? WHOLE_PAGE : 1 + random.nextInt(40)),
                new SimulatedKinesis(
                        stream,
                        gate,
                        () -> unrest.get() == Unrest.NONE ? WHOLE_PAGE : 1 + random.nextInt(5),
                        () -> unrest.get().refusing() > 0
                                && random.nextDouble() < unrest.get().refusing(),
                        () -> unrest.get() != Unrest.NONE && random.nextInt(3) == 0),
                new SimulatedS3(bucket, gate, () -> unrest.get() == Unrest.NONE ? 1_000 : 1 + random.nextInt(50)));
    }

    /** Clients that always get everything at once, and put nothing into the log. */
    static StageClients calm(SimulatedTables tables, KinesisStream stream, S3Bucket bucket) {
        return new StageClients(
                new SimulatedDynamoDb(tables, Gate.STRAIGHT, () -> WHOLE_PAGE),
                new SimulatedKinesis(stream, Gate.STRAIGHT, () -> WHOLE_PAGE, () -> true, () -> false),
                new SimulatedS3(bucket, Gate.STRAIGHT, () -> 1_000));
    }
}

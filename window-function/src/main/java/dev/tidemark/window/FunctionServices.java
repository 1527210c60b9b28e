package dev.tidemark.window;

import dev.tidemark.window.store.DynamoTables;
import dev.tidemark.window.store.Tables;
import java.time.Clock;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the functions of this module stand on: all that they take from outside. {@link WindowFunction}, {@link
 * ArchiveFunction} and {@link TickFunction} are made of it by plain constructors, whoever calls them.
 *
 * @param dynamo the tables
 * @param kinesis the stream
 * @param s3 the bucket
 * @param clock the wall clock: of ticks, and of the time to live
 * @param executor runs reads and writes of the stores side by side
 * @param settings of the function
 */
public record FunctionServices(
        DynamoDbClient dynamo,
        KinesisClient kinesis,
        S3Client s3,
        Clock clock,
        Executor executor,
        FunctionSettings settings) {

    Tables tables() {
        return new DynamoTables(dynamo, settings::table, clock);
    }
}

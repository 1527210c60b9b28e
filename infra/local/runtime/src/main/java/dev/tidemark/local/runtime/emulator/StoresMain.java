package dev.tidemark.local.runtime.emulator;

import dev.tidemark.local.runtime.process.ParentWatch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The child JVM of the stores. Arguments: {@code dynamodb} or {@code s3}, each followed by its directory. Prints
 * {@code listening <store> <port>} for each, and ends with its parent.
 */
final class StoresMain {

    private StoresMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            start(arguments);
        } catch (Exception e) {
            // A store that started already would keep this JVM alive.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        Thread.currentThread().join();
    }

    private static void start(String[] arguments) throws Exception {
        @Nullable DynamoDbStore dynamoDb = null;
        @Nullable S3Store s3 = null;
        for (int i = 0; i < arguments.length; i += 2) {
            Path directory = Path.of(arguments[i + 1]);
            switch (arguments[i]) {
                case "dynamodb" -> dynamoDb = DynamoDbStore.start(directory);
                case "s3" -> s3 = S3Store.start(directory);
                default -> throw new IllegalArgumentException("dynamodb or s3 expected: " + arguments[i]);
            }
        }
        stopWithParent(dynamoDb, s3);
        if (dynamoDb != null) {
            System.out.println("listening dynamodb " + dynamoDb.port());
        }
        if (s3 != null) {
            System.out.println("listening s3 " + s3.port());
        }
    }

    private static void stopWithParent(@Nullable DynamoDbStore dynamoDb, @Nullable S3Store s3) {
        ParentWatch.start(() -> {
            if (dynamoDb != null) {
                dynamoDb.stop();
            }
            if (s3 != null) {
                s3.stop();
            }
        });
    }
}

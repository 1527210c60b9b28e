package dev.tidemark.batch;

import dev.tidemark.batch.fixture.Attributes;
import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.store.DynamoItemStore;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.S3ObjectStore;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.platform.Schema;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.sync.RequestBody;

/** A test platform's tables and bucket on the real emulators, and the batch's command on them: in this process, or in one of its own. */
final class EmulatedNights implements AutoCloseable {

    private final Names names = new Names("batch");
    private final Path folder;
    private final Path views;
    private final Emulators emulators;
    private final ItemStore items;

    EmulatedNights(Path folder, String viewsFile) throws IOException {
        this.folder = folder;
        this.views = Files.writeString(folder.resolve("views.yaml"), viewsFile);
        this.emulators =
                Checkout.find().emulators(folder.resolve("emulators"), EnumSet.of(Emulator.DYNAMODB, Emulator.S3));
        Schema schema = new Schema(names);
        schema.createTables(emulators.dynamoDb());
        schema.createBucket(emulators.s3());
        Map<Table, String> tables = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            tables.put(table, names.table(table));
        }
        this.items = new DynamoItemStore(emulators.dynamoDb(), tables);
    }

    /** Puts what the stream has written there. */
    void load(TestPlatform platform) {
        for (Table table : List.of(Table.CELLS, Table.WINDOWS, Table.JOURNAL)) {
            for (Item item : platform.items.all(table)) {
                emulators.dynamoDb().putItem(request -> request.tableName(names.table(table))
                        .item(Attributes.of(item)));
            }
        }
        for (String key : platform.objects.list("")) {
            byte[] bytes = platform.objects.get(key).orElseThrow();
            emulators.s3().putObject(request -> request.bucket(names.bucket()).key(key), RequestBody.fromBytes(bytes));
        }
    }

    /** What is in a table, as it is stored. */
    List<Item> all(Table table) {
        return emulators.dynamoDb().scanPaginator(request -> request.tableName(names.table(table))).items().stream()
                .map(Item::read)
                .toList();
    }

    ItemStore items() {
        return items;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Runs the command in this process. */
    ExitCode run(String... options) {
        CommandLine command = NightCommand.commandLine(
                        names.environment(),
                        settings -> new Stores(new S3ObjectStore(emulators.s3(), names.bucket()), items),
                        Clock.systemUTC())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(System.err, true));
        return ExitCode.of(NightCommand.run(command, arguments(options).toArray(String[]::new)));
    }

    /** Starts the command in a process of its own; its input is a pipe from this one. */
    Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                NightCommand.class.getName()));
        command.addAll(arguments(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(names.environment());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL_DYNAMODB", endpoint(emulators.dynamoDb()),
                        "AWS_ENDPOINT_URL_S3", endpoint(emulators.s3()),
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "local",
                        "AWS_SECRET_ACCESS_KEY", "local"));
        return builder.start();
    }

    private List<String> arguments(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("--data-dir", data().toString(), "--views", views.toString(), "--memory", "1GB"));
        arguments.addAll(List.of(options));
        return arguments;
    }

    private static String endpoint(SdkClient client) {
        return client.serviceClientConfiguration()
                .endpointOverride()
                .orElseThrow()
                .toString();
    }

    @Override
    public void close() {
        emulators.close();
    }
}

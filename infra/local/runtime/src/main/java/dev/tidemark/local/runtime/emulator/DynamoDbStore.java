package dev.tidemark.local.runtime.emulator;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBClient;
import com.amazonaws.services.dynamodbv2.local.shared.jobs.JobsRegister;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;

/**
 * DynamoDB Local on loopback, over a {@link TunedDatabase}. Its own server class binds every interface and reports home,
 * so the server is put together here from its parts.
 */
final class DynamoDbStore {

    /** The name under which the request handler looks for the one database of all regions and credentials. */
    private static final String SHARED_DATABASE = "shared-local-instance";

    private final Server server;
    private final LocalDynamoDBRequestHandler requests;

    private DynamoDbStore(Server server, LocalDynamoDBRequestHandler requests) {
        this.server = server;
        this.requests = requests;
    }

    static DynamoDbStore start(Path directory) throws Exception {
        Files.createDirectories(directory);
        LocalDynamoDBRequestHandler requests =
                new LocalDynamoDBRequestHandler(0, false, directory.toString(), true, false);
        AmazonDynamoDBLocal database = new LocalDBClient(
                TunedDatabase.open(directory.resolve("dynamodb.sqlite")),
                new JobsRegister(Executors.newFixedThreadPool(2), false));
        databases(requests).put(SHARED_DATABASE, database);

        Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(requests, null)));
        server.start();
        return new DynamoDbStore(server, requests);
    }

    /** The handler opens its databases itself, untuned; there is no other way to hand it one. */
    @SuppressWarnings("unchecked")
    private static Map<String, AmazonDynamoDBLocal> databases(LocalDynamoDBRequestHandler requests)
            throws ReflectiveOperationException {
        Field field = LocalDynamoDBRequestHandler.class.getDeclaredField("dbRequestHandlers");
        field.setAccessible(true);
        return (Map<String, AmazonDynamoDBLocal>) field.get(requests);
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            // The database is closed all the same.
        }
        requests.shutdown();
    }
}

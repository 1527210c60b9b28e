package dev.tidemark.platform;

/** The environment variables of the functions, and the names that every function is set up with. */
public final class Environment {

    public static final String STREAM = "TIDEMARK_STREAM";
    public static final String BUCKET = "TIDEMARK_BUCKET";

    /** Path of the views file. */
    public static final String VIEWS = "TIDEMARK_VIEWS";

    /** SHA-256 of each accepted API key, lower-case hex, comma-separated. */
    public static final String API_KEY_HASHES = "TIDEMARK_API_KEY_HASHES";

    /** SHA-256 of each key that may read, likewise; no key that may send is one of them unless it is listed here too. */
    public static final String QUERY_KEY_HASHES = "TIDEMARK_QUERY_KEY_HASHES";

    /** Origins whose pages may send to the plain server, comma-separated; a gateway's stage has {@link CrossOrigin}. */
    public static final String CORS_ORIGINS = "TIDEMARK_CORS_ORIGINS";

    /** Headers that their pages may send beside those of the supported SDKs, comma-separated; likewise. */
    public static final String CORS_HEADERS = "TIDEMARK_CORS_HEADERS";

    /** {@link CallerLimits#keyPerSecond}. */
    public static final String KEY_PER_SECOND = "TIDEMARK_LIMITS_KEY_PER_SECOND";

    /** {@link CallerLimits#devicePerSecond}. */
    public static final String DEVICE_PER_SECOND = "TIDEMARK_LIMITS_DEVICE_PER_SECOND";

    /** {@code true} in replay mode only: envelopes may carry their own {@code receivedAt}. */
    public static final String TRUST_RECEIVED_AT = "TIDEMARK_TRUST_RECEIVED_AT";

    /** Memory of the batch's engine, as {@code 4GB}. */
    public static final String BATCH_MEMORY = "TIDEMARK_BATCH_MEMORY";

    /** Which handler of a module with several of them an instance runs. */
    public static final String HANDLER_NAME = "QUARKUS_LAMBDA_HANDLER";

    /** The Lambda handler of every Quarkus function. */
    public static final String QUARKUS_HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    /** Partition key of control records; their explicit hash key says which shard they go to. */
    public static final String CONTROL_PARTITION_KEY = "tidemark-control";

    private Environment() {}

    /** The variable that holds the deployed name of a table: {@code TIDEMARK_TABLE_CELLS}. */
    public static String table(Table table) {
        return "TIDEMARK_TABLE_" + table.name();
    }
}

package dev.tidemark.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What queries are told from outside; every key is also an environment variable ({@code TIDEMARK_STREAM}). */
@ConfigMapping(prefix = "tidemark")
public interface QueryConfig {

    /** Name of the Kinesis stream that is the log. */
    String stream();

    /** Name of the bucket with the reports. */
    String bucket();

    /** Path of the views file. */
    Path views();

    /** The tables' names. */
    TableNames table();

    /** SHA-256 of each key that may read, lower-case hex, comma-separated. Without any, every request is refused. */
    Optional<List<String>> queryKeyHashes();

    /** The plain HTTP server. */
    QueryServerConfig http();

    /** How long a table, the stream or the bucket may take. */
    Patience patience();

    /** How long a store may take: far less than the function itself may. */
    interface Patience {

        /** Of one attempt. */
        @WithDefault("PT3S")
        Duration attempt();

        /** Of a call with all its attempts. */
        @WithDefault("PT10S")
        Duration call();
    }

    /** The tables' names. */
    interface TableNames {

        /** Of panes. */
        String windows();

        /** Of cells. */
        String cells();

        /** Of heads, steps and watermarks. */
        String journal();

        /** Of what the batch says differently. */
        String corrections();

        /** Of waiting halves. */
        String joins();
    }

    /** The plain HTTP server, in place of or beside Lambda. */
    interface QueryServerConfig {

        /** Port to listen on; 0 picks a free one. Without it no server starts: the function is called by Lambda. */
        OptionalInt port();

        /** Address to listen on. */
        @WithDefault("0.0.0.0")
        String host();
    }
}

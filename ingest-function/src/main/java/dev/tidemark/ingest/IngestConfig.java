package dev.tidemark.ingest;

import dev.tidemark.ingest.reading.IpPrivacy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What ingestion is told from outside; every key is also an environment variable ({@code TIDEMARK_STREAM}). */
@ConfigMapping(prefix = "tidemark")
public interface IngestConfig {

    /** Name of the Kinesis stream that is the log. */
    String stream();

    /** Path of the views file, whose section {@code ingest} is read; without it, that section's defaults hold. */
    Optional<Path> views();

    /** SHA-256 of each accepted key, lower-case hex, comma-separated. Without any, every request is refused. */
    Optional<List<String>> apiKeyHashes();

    /** A file with more such hashes, one a line, read again every few seconds: a key is revoked by deleting its line. */
    Optional<Path> apiKeyHashesFile();

    /** Replay mode: an envelope may carry its own {@code receivedAt}. Never where strangers send. */
    @WithDefault("false")
    boolean trustReceivedAt();

    /**
     * As a plain server: origins whose pages may send, comma-separated, each literal or a {@code /regular expression/};
     * without any, none may. Behind a gateway its stage variable says so instead.
     */
    Optional<List<String>> corsOrigins();

    /** Likewise: headers that their pages may send beside those of the supported SDKs, comma-separated. */
    Optional<List<String>> corsHeaders();

    /** The plain HTTP server. */
    Http http();

    /** Writing to Kinesis. */
    Put put();

    /** What is not kept of people. */
    Privacy privacy();

    /** How often callers may send; counted in each instance alone. */
    RateLimitConfig limits();

    /** How often callers may send; counted in each instance alone. */
    interface RateLimitConfig {

        /** Requests a second of one key; without it, any number. */
        OptionalDouble keyPerSecond();

        /** Envelopes a second of one device; without it, any number. */
        OptionalDouble devicePerSecond();

        /** How many seconds' worth may come at once. */
        @WithDefault("10")
        double burstSeconds();
    }

    /** What is not kept of people. */
    interface Privacy {

        /** What becomes of an IP address that an SDK sends: {@code drop} or {@code truncate}. */
        @WithDefault("drop")
        IpPrivacy ip();
    }

    /** The plain HTTP server, in place of or beside Lambda. */
    interface Http {

        /** Port to listen on; 0 picks a free one. Without it no server starts: the function is called by Lambda. */
        OptionalInt port();

        /** Address to listen on. */
        @WithDefault("0.0.0.0")
        String host();

        /** How long requests under way may take to end when the server is told to. */
        @WithDefault("PT12S")
        Duration drain();

        /**
         * Connections that are open at once, at most. Those without a request under way make room for new ones; where there
         * is none, a new one is answered with retry.
         */
        @WithDefault("2000")
        int connections();

        /** Requests under way at once, at most, but for those for health; what comes on top is answered with retry. */
        @WithDefault("4096")
        int requests();

        /** Of them those whose key, if there is one, is in a body that is still to be read. */
        @WithDefault("512")
        int keylessRequests();

        /** Bytes of answers above 1 KiB that wait at once on all connections to be taken. */
        @WithDefault("16777216")
        long untakenBytes();

        /**
         * How long the head of a request may take to arrive, from the first byte that comes after the request before it; line
         * breaks alone are none, and of what comes in one piece with the end of that request the time begins with the next
         * byte. So long has each frame of HTTP/2, too.
         */
        @WithDefault("PT10S")
        Duration headDeadline();

        /** How long a body may take to arrive. */
        @WithDefault("PT10S")
        Duration bodyDeadline();

        /** How long an answer may take to be taken; looked at in steps as long as this. */
        @WithDefault("PT30S")
        Duration answerDeadline();

        /** Bytes of all bodies that are held at once, as sent and inflated; what comes on top is answered with retry. */
        @WithDefault("67108864")
        long bodyBytes();

        /** The same of requests that have shown no key outside their bodies, apart from the others. */
        @WithDefault("8388608")
        long keylessBodyBytes();

        /** How long a connection may be silent: longer than a load balancer before it lets one be, which is often 60 s. */
        @WithDefault("PT75S")
        Duration idleTimeout();
    }

    /** Writing to Kinesis. */
    interface Put {

        /** After so long no record is tried again, and the caller is told to retry. */
        @WithDefault("PT8S")
        Duration deadline();

        /** Longest wait for the answer to one PutRecords call. */
        @WithDefault("PT3S")
        Duration callTimeout();

        /** Mean wait before the second attempt; doubles with each further one. */
        @WithDefault("PT0.05S")
        Duration firstBackoff();

        /** Longest mean wait between two attempts. */
        @WithDefault("PT1S")
        Duration longestBackoff();

        /** PutRecords calls under way at once, at most. */
        @WithDefault("8")
        int calls();

        /** While a call is under way, how long a body waits at most to share the next one. Zero: not at all. */
        @WithDefault("PT0.02S")
        Duration linger();

        /** Under load, how far apart PutRecords calls start at least, so that each carries more. Zero: not at all. */
        @WithDefault("PT0.01S")
        Duration pace();

        /** Bytes that may wait for a call; what comes on top is answered with retry. */
        @WithDefault("67108864")
        long waitingBytes();
    }
}

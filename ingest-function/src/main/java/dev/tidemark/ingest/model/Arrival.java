package dev.tidemark.ingest.model;

/**
 * A request, as the server saw it come in.
 *
 * @param receivedAtMillis by the server's clock, in milliseconds since the epoch
 * @param requestId names it in answers, in the log and in traces
 */
public record Arrival(long receivedAtMillis, String requestId) {}

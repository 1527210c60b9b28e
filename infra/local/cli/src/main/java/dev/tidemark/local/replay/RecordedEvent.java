package dev.tidemark.local.replay;

/**
 * One event with its arrival, ready to be posted.
 *
 * @param receivedAtMillis when it arrived, milliseconds since the epoch
 * @param envelope the API's envelope with this one event and its own {@code receivedAt}, UTF-8 JSON without line breaks
 */
public record RecordedEvent(RecordingLine source, long receivedAtMillis, byte[] envelope) {}

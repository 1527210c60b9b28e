package dev.tidemark.ingest.model;

import org.jspecify.annotations.Nullable;

/**
 * An event that will not be logged.
 *
 * @param id the event's id, or null where it has no valid one
 * @param code why
 * @param detail why, for a person: the field, the bound and, where it is short, what was there
 */
public record RejectedEvent(@Nullable String id, RejectCode code, String detail) implements ReadEvent {}

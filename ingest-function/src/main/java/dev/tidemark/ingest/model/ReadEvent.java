package dev.tidemark.ingest.model;

/** What became of one event of an envelope when it was read. */
public sealed interface ReadEvent permits EventDraft, RejectedEvent {}

/**
 * Ingestion: events in over HTTP, into the log on Kinesis, and a verdict back for each. This package wires the parts
 * together and holds the one pipeline that all protocols share; {@code envelope} reads and judges, {@code log} writes,
 * {@code http} speaks to the outside. A caller who has no 2xx for an event still owns it.
 */
@NullMarked
package dev.tidemark.ingest;

import org.jspecify.annotations.NullMarked;

/**
 * What all protocols come to: envelopes as they were sent, their events judged and timed, and what became of each. What
 * is wrong with an event is a value ({@link dev.tidemark.ingest.model.RejectedEvent}). Plain Java on the domain: knows neither
 * JSON nor HTTP nor Kinesis.
 */
@NullMarked
package dev.tidemark.ingest.model;

import org.jspecify.annotations.NullMarked;

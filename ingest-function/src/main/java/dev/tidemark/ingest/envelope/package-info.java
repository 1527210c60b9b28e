/**
 * Envelopes: how they are read from JSON, one bad event at a time, and how their events get their times. What is wrong
 * with an event is a value ({@link dev.tidemark.ingest.envelope.Rejected}); only a text that is no envelope at all is an
 * exception. May use jackson-core and the domain; knows neither HTTP nor Kinesis.
 */
@NullMarked
package dev.tidemark.ingest.envelope;

import org.jspecify.annotations.NullMarked;

/**
 * JSON of senders of all protocols under one grammar: how a text is opened and bounded, what a time, a number and a name may be, and how
 * an event in whatever shape becomes a draft of the model. A protocol says which fields it wants ({@link
 * dev.tidemark.ingest.reading.Shape}); nothing else of a text is kept. May use jackson-core; knows neither HTTP nor
 * Kinesis.
 */
@NullMarked
package dev.tidemark.ingest.reading;

import org.jspecify.annotations.NullMarked;

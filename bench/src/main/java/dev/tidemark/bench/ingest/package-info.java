/**
 * Acknowledged requests for each second of CPU: the server as packaged, the same server answering at once, and Apache
 * Camel, before one stand-in of Kinesis and under one load.
 */
@NullMarked
package dev.tidemark.bench.ingest;

import org.jspecify.annotations.NullMarked;

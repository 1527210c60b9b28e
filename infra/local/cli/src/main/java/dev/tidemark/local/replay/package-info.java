/**
 * A recording, posted again as it once arrived: read and checked line by line, cut into bodies, sent over HTTP with its
 * own arrival times, and closed by its own clock. One body is in flight at a time and the next goes only after every event
 * of it has its verdict, so the order inside every shard is that of the file, and the same file gives the same cells.
 * Knows the API and the log's control records, not what starts or stores them.
 */
@NullMarked
package dev.tidemark.local.replay;

import org.jspecify.annotations.NullMarked;

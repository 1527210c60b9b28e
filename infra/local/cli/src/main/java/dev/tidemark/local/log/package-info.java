/**
 * The platform's own records in the log. A control record goes into every open shard, by explicit hash key, and counts as
 * said only when all of them are acknowledged. Knows Kinesis and the record format, and nothing of when to say what.
 */
@NullMarked
package dev.tidemark.local.log;

import org.jspecify.annotations.NullMarked;

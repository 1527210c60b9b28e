/** Makes a run's results the published ones: files into the bucket, corrections and an index into the table, then one item that switches to them. Until that item is written, everything published is as it was. */
@NullMarked
package dev.tidemark.batch.publish;

import org.jspecify.annotations.NullMarked;

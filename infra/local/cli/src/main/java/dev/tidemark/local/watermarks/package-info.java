/**
 * The watermarks of every stage, read from the tables and the stream of a platform. {@link
 * dev.tidemark.local.watermarks.StageReader} takes a reading, {@link dev.tidemark.local.watermarks.StageFormat} prints it;
 * what input and output of a stage are is the domain's {@code StageReading}.
 */
@NullMarked
package dev.tidemark.local.watermarks;

import org.jspecify.annotations.NullMarked;

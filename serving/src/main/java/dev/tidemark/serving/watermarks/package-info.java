/**
 * The watermarks of every stage, read from the tables and the stream of a platform. {@link
 * dev.tidemark.serving.watermarks.StageReader} takes a reading, {@link dev.tidemark.serving.watermarks.StageFormat} prints it;
 * what input and output of a stage are is the domain's {@code StageReading}.
 */
@NullMarked
package dev.tidemark.serving.watermarks;

import org.jspecify.annotations.NullMarked;

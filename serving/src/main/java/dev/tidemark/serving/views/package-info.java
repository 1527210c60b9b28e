/**
 * The views that can be asked for: those of the present file, and the versions that were in force before, which the journal has.
 * {@link dev.tidemark.serving.views.ViewVersions} finds one by its name or id. It reads DynamoDB and writes nothing.
 */
@NullMarked
package dev.tidemark.serving.views;

import org.jspecify.annotations.NullMarked;

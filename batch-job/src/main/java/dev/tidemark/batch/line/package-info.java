/** A night as a line of stages: what a stage is, which tables of the engine stages hand to each other, and how long each table lives. Knows the engine, and no stage. Whoever adds a stage declares its tables here and nowhere else. */
@NullMarked
package dev.tidemark.batch.line;

import org.jspecify.annotations.NullMarked;

/** A night as a line of stages: what a stage is, what the tables of the engine are called that stages hand to each other, and how long each table lives. Which of them a stage reads and makes it declares itself ({@link NightStage}). Knows the engine, and no stage. */
@NullMarked
package dev.tidemark.batch.line;

import org.jspecify.annotations.NullMarked;

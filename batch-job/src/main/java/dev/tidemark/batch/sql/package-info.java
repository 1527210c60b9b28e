/** The engine, and the SQL that runs on it: statements are named fragments in resource files, one set for all engines but for the fragments of a dialect. Knows nothing of what the statements compute. */
@NullMarked
package dev.tidemark.batch.sql;

import org.jspecify.annotations.NullMarked;

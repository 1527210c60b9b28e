/** The one form of a result: peers, measures with a sample a round, ratios with their targets; as a table and as JSON. */
@NullMarked
package dev.tidemark.bench.report;

import org.jspecify.annotations.NullMarked;

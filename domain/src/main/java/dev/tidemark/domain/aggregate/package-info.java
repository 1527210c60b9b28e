/**
 * How values combine: exact decimals as whole micro-units, and measures with an associative and commutative merge and an
 * identity, so that no grouping and no order of events changes a result. Approximate aggregates stand beside them: sketches whose
 * number of events is exact, and whose bounds hold in any order. Shared by everything that reads or writes a cell;
 * it knows nothing else of the domain.
 */
@NullMarked
package dev.tidemark.domain.aggregate;

import org.jspecify.annotations.NullMarked;

/** How values combine: exact decimals, and measures with an associative and commutative merge and an identity. Shared by everything that reads or writes a cell. */
@NullMarked
package dev.tidemark.domain.aggregate;

import org.jspecify.annotations.NullMarked;

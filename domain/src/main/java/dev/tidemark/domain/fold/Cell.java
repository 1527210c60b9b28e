package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Measures;

/** A cell as one shard's log filled it. */
public record Cell(CellKey key, Measures measures) {}

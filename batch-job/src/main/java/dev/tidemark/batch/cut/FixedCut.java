package dev.tidemark.batch.cut;

import dev.tidemark.batch.state.NightState;

/**
 * What a run goes on from, and up to where it goes.
 *
 * @param state that earlier runs have left
 * @param cut of every shard
 */
public record FixedCut(NightState state, Cut cut) {}

/**
 * A replay during which instances are killed, calls fail and shards split, and the proof that the numbers are the same. {@link dev.tidemark.local.chaos.ChaosPlan} says from a seed what
 * goes wrong when; {@link dev.tidemark.local.chaos.Turmoil} does it to a running platform and counts it; {@link
 * dev.tidemark.local.chaos.CalmPass} applies the same log once more, by the window function's own code to tables in memory that
 * never fail, and {@link dev.tidemark.local.chaos.Comparison} holds the platform's tables against those, item by item. It may
 * use the local platform, the window function and the simulated services; it knows nothing of commands.
 */
@NullMarked
package dev.tidemark.local.chaos;

import org.jspecify.annotations.NullMarked;

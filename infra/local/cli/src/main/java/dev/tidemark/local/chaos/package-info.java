/**
 * A replay under fire, and what proves that it did no harm. {@link dev.tidemark.local.chaos.ChaosPlan} says from a seed what
 * goes wrong when; {@link dev.tidemark.local.chaos.Turmoil} does it to a running platform and counts it; {@link
 * dev.tidemark.local.chaos.CalmPass} folds the same log once more, in memory and undisturbed, and {@link
 * dev.tidemark.local.chaos.Comparison} holds the tables against that, item by item. It may use the local platform and the
 * domain; it knows nothing of commands.
 */
@NullMarked
package dev.tidemark.local.chaos;

import org.jspecify.annotations.NullMarked;

/**
 * What the deployed platform costs: a table of prices, a load, the sizes that the templates say, and from them a bill line
 * by line. Durations and sizes that no template knows are named constants with their reason, so that a measurement can take
 * their place. No program runs it: a test feeds it with the synthesised templates, and holds {@code docs/cost.md} against what
 * comes out. It knows neither CDK nor AWS, only numbers.
 */
@NullMarked
package dev.tidemark.infra.cost;

import org.jspecify.annotations.NullMarked;

/** The command that runs simulations and prints what they did and counted. What happens in them is the business of the packages below. */
@NullMarked
package dev.tidemark.simulation;

import org.jspecify.annotations.NullMarked;

/** A stage of the platform in a simulated account: the real functions, composed as in the zips, over the simulated services, with the numbers that the stack deploys. What goes wrong, and when, comes from a seed. It may touch everything; nothing may touch it but the runs on top. */
@NullMarked
package dev.tidemark.simulation.account;

import org.jspecify.annotations.NullMarked;

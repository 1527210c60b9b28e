/** What happens in a stage: devices that post, days full of mishaps, and what must be true when they are over. It stands on the account and knows the services only through it. */
@NullMarked
package dev.tidemark.simulation.day;

import org.jspecify.annotations.NullMarked;

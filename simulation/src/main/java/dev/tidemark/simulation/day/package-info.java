/** What happens in a stage: devices that post, days full of mishaps, and what must be true when they are over. It stands on the account; of the services it knows the stream and what the bucket counts, of the functions the versions of views. */
@NullMarked
package dev.tidemark.simulation.day;

import org.jspecify.annotations.NullMarked;

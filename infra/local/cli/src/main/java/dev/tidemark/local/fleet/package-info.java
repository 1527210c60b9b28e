/**
 * Simulated phones: what apps do, what the network does to it, and in which order a server then sees it. A seed decides
 * everything, so a fleet can be sent twice; its time is simulated, and whoever sends it says how fast it passes. What the
 * phones send, and when again, is the client's; what their events' times are worth is measured here, since the truth is known.
 */
@NullMarked
package dev.tidemark.local.fleet;

import org.jspecify.annotations.NullMarked;

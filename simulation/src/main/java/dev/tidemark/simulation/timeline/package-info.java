/** Virtual time: what happens when, and whose turn it is. Strands run on threads of their own, one at a time, so that a run is decided by its seed alone. It knows nothing of services or of the platform. */
@NullMarked
package dev.tidemark.simulation.timeline;

import org.jspecify.annotations.NullMarked;

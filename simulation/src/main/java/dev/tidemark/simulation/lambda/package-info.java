/** Lambda as its callers see it: instances that are used again, frozen, replaced; asynchronous calls with retries; event source mappings; schedules. It takes its numbers from the specs that the stack is deployed with. */
@NullMarked
package dev.tidemark.simulation.lambda;

import org.jspecify.annotations.NullMarked;

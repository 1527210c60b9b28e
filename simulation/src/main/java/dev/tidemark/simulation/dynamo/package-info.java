/** DynamoDB in memory, behind the SDK's own interface: conditions, paged queries, reads of both consistencies, items that expire late, and what each call consumed. What the platform does not call throws. It knows nothing of the platform's items. */
@NullMarked
package dev.tidemark.simulation.dynamo;

import org.jspecify.annotations.NullMarked;

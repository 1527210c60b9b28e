/** S3 in memory, behind the SDK's own interface, with the bucket's rules for how long objects stay. What the platform does not call throws. It knows nothing of what objects hold. */
@NullMarked
package dev.tidemark.simulation.s3;

import org.jspecify.annotations.NullMarked;

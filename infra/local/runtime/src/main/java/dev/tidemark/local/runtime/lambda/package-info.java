/** Lambda on one machine: packaged functions run in child JVMs under AWS's own runtime interface client, which asks the Runtime API served here for invocations. {@link dev.tidemark.local.runtime.lambda.LocalLambda} deploys functions; a pool of instances each grows on demand, reuses the instance used last, and replaces one that dies or runs out of time. It knows nothing of streams or HTTP events. */
@NullMarked
package dev.tidemark.local.runtime.lambda;

import org.jspecify.annotations.NullMarked;

/** An HTTP API in front of a function, as API Gateway has it: requests become version 2.0 events, answers become responses, with API Gateway's bounds on size and time. {@link dev.tidemark.local.runtime.gateway.HttpApi} serves one function on one port. It knows nothing of what the function does. */
@NullMarked
package dev.tidemark.local.runtime.gateway;

import org.jspecify.annotations.NullMarked;

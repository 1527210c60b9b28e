package dev.tidemark.local.runtime.fault;

import org.jspecify.annotations.Nullable;

/** Decides what becomes of each request, in their order of arrival. Called by one thread. */
@FunctionalInterface
public interface FaultPlan {

    /**
     * The fault of the next request, or null for none.
     *
     * @param operation of DynamoDB, as {@code PutItem}
     */
    @Nullable
    StoreFault next(String operation);
}

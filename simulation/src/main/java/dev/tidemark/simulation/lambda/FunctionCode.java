package dev.tidemark.simulation.lambda;

import org.jspecify.annotations.Nullable;

/** What an instance runs: it keeps what it has in memory from one invocation to the next. */
@FunctionalInterface
public interface FunctionCode {

    /**
     * Handles one event.
     *
     * @throws Exception whatever it throws is a function error
     */
    @Nullable
    Object handle(Object event) throws Exception;
}

package dev.tidemark.simulation.lambda;

import org.jspecify.annotations.Nullable;

/** How an invocation came out, as its caller sees it. */
public sealed interface InvocationEnd {

    /** The function returned. */
    record FunctionAnswered(@Nullable Object answer) implements InvocationEnd {}

    /** The function threw: a function error. */
    record Threw(Throwable error) implements InvocationEnd {}

    /** The instance did not answer within the function's time-out; what it was doing may still be done. */
    record TimedOut() implements InvocationEnd {}

    /** The instance is gone. */
    record Died() implements InvocationEnd {}

    default boolean isAnswer() {
        return this instanceof FunctionAnswered;
    }
}

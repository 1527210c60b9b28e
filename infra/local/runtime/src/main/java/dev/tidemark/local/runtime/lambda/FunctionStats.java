package dev.tidemark.local.runtime.lambda;

/**
 * Counters of a function.
 *
 * @param invocations invocations that an instance was given
 * @param errors those that failed
 * @param throttles invocations that no instance was given
 * @param started instances started
 * @param instances instances alive now, of all versions
 * @param idle those of them that wait for an invocation
 */
public record FunctionStats(long invocations, long errors, long throttles, long started, int instances, int idle) {}

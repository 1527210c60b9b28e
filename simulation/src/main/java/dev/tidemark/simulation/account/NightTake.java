package dev.tidemark.simulation.account;

/**
 * What a night took of its machine.
 *
 * @param scratchBytes on disk, at most, at the end of a stage
 * @param engineBytes of the engine's memory, at most, at the end of a stage
 * @param heapBytes that its thread took from the heap, all in all: more than it ever held
 */
public record NightTake(long scratchBytes, long engineBytes, long heapBytes) {}

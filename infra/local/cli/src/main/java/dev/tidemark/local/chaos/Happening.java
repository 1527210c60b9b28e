package dev.tidemark.local.chaos;

/**
 * One kind of thing that went wrong in a run.
 *
 * @param what it was
 * @param count how often
 * @param detail more about it, or empty
 */
public record Happening(String what, long count, String detail) {}

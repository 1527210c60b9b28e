package dev.tidemark.batch.state;

/**
 * A day of a view as it is published.
 *
 * @param day number since the epoch
 * @param view id
 * @param run that wrote it; empty where nothing has been published of it yet
 * @param verified whether it is final, and nothing is unexplained
 * @param windows rows (window and key)
 * @param open events in it whose panes had not fired
 */
public record ViewDay(long day, String view, String run, boolean verified, long windows, long open) {}

package dev.tidemark.local.data;

import dev.tidemark.local.outcome.CannotRunException;

/**
 * The clock whose {@code receivedAt} a data directory holds. Watermarks only move forward, so a directory that has seen
 * one clock can take no other: a wall clock of today would close every window of a recording of 2008 at once.
 */
public sealed interface DataClock {

    /** The wall clock: {@code up} and {@code demo}. */
    DataClock WALL = new Wall();

    /** The clock of the recording called {@code name}. */
    static DataClock of(String recording) {
        return new Recorded(recording);
    }

    /** How the clock is written in {@code tidemark.json}; {@link #parse} reads it back. */
    String text();

    static DataClock parse(String text) {
        if (text.equals(WALL.text())) {
            return WALL;
        }
        if (text.startsWith(Recorded.PREFIX)) {
            return new Recorded(text.substring(Recorded.PREFIX.length()));
        }
        throw new CannotRunException("clock must be 'wall' or 'recording:<name>', not '" + text + "'.");
    }

    record Wall() implements DataClock {
        @Override
        public String text() {
            return "wall";
        }

        @Override
        public String toString() {
            return "the wall clock";
        }
    }

    /** @param name the recording's name, as {@code vehicles} of {@code vehicles.ndjson.gz} */
    record Recorded(String name) implements DataClock {
        static final String PREFIX = "recording:";

        @Override
        public String text() {
            return PREFIX + name;
        }

        @Override
        public String toString() {
            return "the clock of the recording '" + name + "'";
        }
    }
}

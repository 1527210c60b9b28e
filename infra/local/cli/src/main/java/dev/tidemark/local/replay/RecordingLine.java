package dev.tidemark.local.replay;

import java.nio.file.Path;

/**
 * Where an event stands.
 *
 * @param line counted from 1
 */
public record RecordingLine(Path file, long line) {

    /** {@code vehicles.ndjson.gz:17}, as editors and compilers write it. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}

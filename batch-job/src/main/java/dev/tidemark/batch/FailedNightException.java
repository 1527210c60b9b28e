package dev.tidemark.batch;

import dev.tidemark.batch.night.NightResult;
import dev.tidemark.platform.ExitCode;

/** A run that has to be tried again, as whoever called the function has to hear it. */
final class FailedNightException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedNightException(ExitCode code, NightResult result) {
        super("run " + result.summary().run().id() + " ended with " + code.code() + ": "
                + result.summary().sentence() + " " + result.publication().sentence());
    }
}

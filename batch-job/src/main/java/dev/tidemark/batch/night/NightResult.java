package dev.tidemark.batch.night;

import dev.tidemark.batch.publish.Publication;
import dev.tidemark.batch.report.Summary;
import dev.tidemark.platform.ExitCode;

/**
 * What a run came to.
 *
 * @param summary over all its days
 * @param publication what became of it
 */
public record NightResult(Summary summary, Publication publication) {

    /** How the command ends. A run that was to be published and is not has no other code, whatever it found. */
    public ExitCode exitCode() {
        return publication.failed() ? ExitCode.NOT_PUBLISHED : summary.verdict().exitCode();
    }
}

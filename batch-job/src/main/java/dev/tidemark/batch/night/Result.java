package dev.tidemark.batch.night;

import dev.tidemark.batch.ExitCode;
import dev.tidemark.batch.report.Summary;

/**
 * What a run came to.
 *
 * @param summary over all its days
 * @param exitCode how the command ends
 * @param published what was published, or why nothing was, in one sentence
 */
public record Result(Summary summary, ExitCode exitCode, String published) {}

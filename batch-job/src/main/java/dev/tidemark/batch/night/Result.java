package dev.tidemark.batch.night;

import dev.tidemark.batch.report.Summary;
import dev.tidemark.platform.ExitCode;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param summary over all its days
 * @param exitCode how the command ends
 * @param published what was published, or why nothing was, in one sentence
 * @param verifiedThrough by view id, the end of its contiguous verified days as it is published now, milliseconds
 */
public record Result(Summary summary, ExitCode exitCode, String published, Map<String, Long> verifiedThrough) {}

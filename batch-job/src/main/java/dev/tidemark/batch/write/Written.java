package dev.tidemark.batch.write;

import dev.tidemark.batch.judge.Judged;
import dev.tidemark.batch.report.DayFiles;
import java.nio.file.Path;

/**
 * A report that is written and not yet published.
 *
 * @param judged what it tells
 * @param files that tell it
 * @param folder that they are in
 */
public record Written(Judged judged, DayFiles files, Path folder) {}

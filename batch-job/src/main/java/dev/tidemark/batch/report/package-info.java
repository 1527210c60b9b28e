/** What a run tells: the summary, the files of each day, the page. Reads the result tables and writes files into a staging folder. Decides nothing: a verdict is a word here, and the stage before gives it. */
@NullMarked
package dev.tidemark.batch.report;

import org.jspecify.annotations.NullMarked;

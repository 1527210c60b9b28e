/** What a run tells: the summary, the files of each day, the page. Reads the result tables and writes files into a staging folder. Decides nothing but the verdict. */
@NullMarked
package dev.tidemark.batch.report;

import org.jspecify.annotations.NullMarked;

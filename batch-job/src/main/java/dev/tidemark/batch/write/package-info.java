/** The seventh stage: the files of each day and of the run, in a staging folder. Puts together what the stages before have given; how a file looks is told in {@code report}. Nothing is published yet. */
@NullMarked
package dev.tidemark.batch.write;

import org.jspecify.annotations.NullMarked;

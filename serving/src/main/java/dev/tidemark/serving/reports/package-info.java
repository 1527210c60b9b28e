/**
 * The reports of nights, as they lie in the bucket: {@link dev.tidemark.serving.reports.ReportReader} says which days have one,
 * whose is in force, and what is in it. It reads S3 and the index of corrections, and writes nothing.
 */
@NullMarked
package dev.tidemark.serving.reports;

import org.jspecify.annotations.NullMarked;

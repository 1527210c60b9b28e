/** The master dataset: every batch of the log as one object per hour of arrival. The same batch gives the same object. Records are stored unread. */
@NullMarked
package dev.tidemark.window.archive;

import org.jspecify.annotations.NullMarked;

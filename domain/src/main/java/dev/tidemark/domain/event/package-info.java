/**
 * Events as the log carries them: their times, their record format, their identity. Nothing here knows a view or a window.
 * May use jackson-core, and the exact numbers of the aggregate package.
 */
@NullMarked
package dev.tidemark.domain.event;

import org.jspecify.annotations.NullMarked;

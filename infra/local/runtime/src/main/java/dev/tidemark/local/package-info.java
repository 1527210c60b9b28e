/** What every part of the local platform may throw. Nothing else lives here, so that the parts need not know each other. It may use the JDK only. */
@NullMarked
package dev.tidemark.local;

import org.jspecify.annotations.NullMarked;

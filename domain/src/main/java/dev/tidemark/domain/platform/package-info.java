/** What the platform consists of: tables and their keys, object keys, environment variables. Names only, so that functions, batch, local runner and deployed stack cannot drift apart. */
@NullMarked
package dev.tidemark.domain.platform;

import org.jspecify.annotations.NullMarked;

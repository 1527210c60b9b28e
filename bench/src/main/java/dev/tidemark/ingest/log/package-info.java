/** What a peer of the benchmarks has in place of the server's own. */
@NullMarked
package dev.tidemark.ingest.log;

import org.jspecify.annotations.NullMarked;

/**
 * The data directory: where everything of one local run lives, and the rules that keep two runs from mixing. A directory
 * is bound to one views file and one clock when it is made, and is held by one process at a time; {@code run.json} tells
 * other commands which. Plain files and a lock, and no service is called; of the platform it knows the version of the items'
 * format, of the domain the fold, which refuses views that the stream cannot compute.
 */
@NullMarked
package dev.tidemark.local.data;

import org.jspecify.annotations.NullMarked;

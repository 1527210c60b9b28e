/** Versions of the views: which files there have been, and which is to be in force. A file is in the journal before anything refers to its version, so whoever meets a version finds its definition. No AWS types here. */
@NullMarked
package dev.tidemark.window.versions;

import org.jspecify.annotations.NullMarked;

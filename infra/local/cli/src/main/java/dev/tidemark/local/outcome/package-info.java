/**
 * What a command can come to: an exit code, or the sentence that says why it could not run. Shared by the packages beside
 * it, so that each can refuse and none has to know who prints it. Nothing here starts, reads or writes anything.
 */
@NullMarked
package dev.tidemark.local.outcome;

import org.jspecify.annotations.NullMarked;

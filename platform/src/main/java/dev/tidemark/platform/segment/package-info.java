/**
 * Segments: sealed files of fingerprints with their clock and their place in the log, sorted, so that many can be read side by
 * side and one event is found with two ranged reads. What is written once is never changed, and goes as a whole. This package
 * knows bytes and no store; whoever finds a fingerprint holds device and id against the record that its place names, for two
 * events may share 64 bits.
 */
@NullMarked
package dev.tidemark.platform.segment;

import org.jspecify.annotations.NullMarked;

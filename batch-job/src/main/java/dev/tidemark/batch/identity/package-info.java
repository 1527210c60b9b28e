/** Who has come before: the fingerprints of this night, merge-joined with the segments that earlier nights have sealed, every match held against the record that its place in the archive names; and the segment that this night seals for later ones. Reads archive objects and segments, fills tables of the replay, and decides nothing. */
@NullMarked
package dev.tidemark.batch.identity;

import org.jspecify.annotations.NullMarked;

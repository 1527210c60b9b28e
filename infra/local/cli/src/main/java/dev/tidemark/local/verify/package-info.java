/**
 * A smoke test of a stage, in an account or on this machine: posts events of its own, and follows them through window, pane, night
 * and report. Knows a stage by its API, its tables, its bucket and the AWS SDK; what one machine has no service for stands behind
 * {@link dev.tidemark.local.verify.VerifiedStage}. Changes nothing but what its events and one more night change.
 */
@NullMarked
package dev.tidemark.local.verify;

import org.jspecify.annotations.NullMarked;

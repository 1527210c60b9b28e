package dev.tidemark.local.replay;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a body.
 *
 * @param verdicts one for each event, in the order of the body
 * @param retryAfter how long the API asks to wait before the next try, if it does
 */
record PostAnswer(List<PostVerdict> verdicts, Optional<Duration> retryAfter) {}

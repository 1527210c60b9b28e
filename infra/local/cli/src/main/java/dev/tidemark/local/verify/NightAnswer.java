package dev.tidemark.local.verify;

import dev.tidemark.platform.ExitCode;

/** What a night came to. */
public sealed interface NightAnswer {

    /** It has ended, and says so with a code. */
    record Ended(ExitCode code, String sentence) implements NightAnswer {}

    /** It did not come to an end, or there is nobody to ask. */
    record Failed(String reason) implements NightAnswer {}
}

package dev.tidemark.local.verify;

/** What a step saw. */
sealed interface Finding {

    /** In a sentence. */
    String saw();

    /** As it should be. */
    record Right(String saw) implements Finding {}

    /** Worth a look, and no reason to stop. */
    record Doubtful(String saw) implements Finding {}

    /** Not as it should be. */
    record Wrong(String saw) implements Finding {}

    /** Nobody looked, and why. */
    record NotLookedAt(String saw) implements Finding {}
}

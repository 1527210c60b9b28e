package dev.tidemark.local.replay;

/** What the API said of one event. */
sealed interface PostVerdict {

    /** It is in the log. */
    record Accepted() implements PostVerdict {}

    /** It is not in the log yet, and the sender still owns it. */
    record Retry() implements PostVerdict {}

    /** It will never be in the log. */
    record Rejected(String code, String detail) implements PostVerdict {}

    PostVerdict ACCEPTED = new Accepted();
    PostVerdict RETRY = new Retry();
}

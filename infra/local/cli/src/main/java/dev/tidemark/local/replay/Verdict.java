package dev.tidemark.local.replay;

/** What the API said of one event. */
sealed interface Verdict {

    /** It is in the log. */
    record Accepted() implements Verdict {}

    /** It is not in the log yet, and the sender still owns it. */
    record Retry() implements Verdict {}

    /** It will never be in the log. */
    record Rejected(String code, String detail) implements Verdict {}

    Verdict ACCEPTED = new Accepted();
    Verdict RETRY = new Retry();
}

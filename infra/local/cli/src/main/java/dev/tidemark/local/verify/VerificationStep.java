package dev.tidemark.local.verify;

/** The steps of a verification, in their order, and what to do when one of them fails. */
enum VerificationStep {
    REACH(
            "reach",
            "Is the stage deployed, and the URL that of its output Compute.Url? docs/deploy.md, \"First event\"."),
    POST(
            "post",
            "401 or 403: the key is none of the stage's. 429: others use up its rate. Else docs/runbook.md, api-errors."),
    WINDOW("window", "The log is not read, or not written down: docs/runbook.md, window-behind and window-errors."),
    PANE("pane", "The watermark does not move, or closing fails: docs/runbook.md, watermark-lag and tick-errors."),
    NIGHT("night", "docs/runbook.md, batch-failed where it did not end, unexplained where it found something."),
    REPORT("report", "The night has not read what the stream has: docs/runbook.md, archive-behind; then once more."),
    ALARMS("alarms", "Each alarm has a section of its name in docs/runbook.md."),
    CLEAN_UP("clean-up", "");

    private final String title;
    private final String advice;

    VerificationStep(String title, String advice) {
        this.title = title;
        this.advice = advice;
    }

    String title() {
        return title;
    }

    String advice() {
        return advice;
    }

    /** Whether it says nothing where a step before it has failed. */
    boolean needsThoseBefore() {
        return this != ALARMS && this != CLEAN_UP;
    }
}

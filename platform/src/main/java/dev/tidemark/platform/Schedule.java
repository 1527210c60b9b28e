package dev.tidemark.platform;

import java.time.Duration;
import java.util.Locale;

/** What runs by the clock. Expressions are those of EventBridge Scheduler, in UTC. */
public enum Schedule {
    /** The platform's minute. */
    TICK(PlatformFunction.TICK, "rate(1 minute)", "{}", 0, Duration.ofMinutes(1)),
    /** The days that new arrivals touched, two and a half hours after midnight: their on-time events have come by then. */
    NIGHT(PlatformFunction.BATCH, "cron(30 2 * * ? *)", "{\"run\":\"night\"}", 1, Duration.ofHours(5)),
    /** The same again six hours later, for a night that failed; where it did not, there is little to do. */
    CATCH_UP(PlatformFunction.BATCH, "cron(30 8 * * ? *)", "{\"run\":\"catch-up\"}", 1, Duration.ofHours(5));

    private final PlatformFunction function;
    private final String expression;
    private final String input;
    private final int retries;
    private final Duration oldest;

    Schedule(PlatformFunction function, String expression, String input, int retries, Duration oldest) {
        this.function = function;
        this.expression = expression;
        this.input = input;
        this.retries = retries;
        this.oldest = oldest;
    }

    /** The name in a stack: {@code prefix-catch-up}. */
    public String nameIn(String prefix) {
        return prefix + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is called. */
    public PlatformFunction function() {
        return function;
    }

    public String expression() {
        return expression;
    }

    /** The JSON document that it is called with. */
    public String input() {
        return input;
    }

    /** How often a call that failed is tried again before it becomes a dead letter. */
    public int retries() {
        return retries;
    }

    /** How long a call may wait to be tried. */
    public Duration oldest() {
        return oldest;
    }
}

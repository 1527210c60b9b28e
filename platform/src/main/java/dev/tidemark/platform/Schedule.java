package dev.tidemark.platform;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What runs by the clock. Expressions are those of EventBridge Scheduler, in UTC. */
public enum Schedule {
    /** The platform's minute. */
    TICK(PlatformFunction.TICK, "rate(1 minute)", "{}", 0, Duration.ofMinutes(1)),
    /** The days that new arrivals touched, two and a half hours after midnight: their on-time events have come by then. */
    NIGHT(PlatformFunction.BATCH, "cron(30 2 * * ? *)", "{\"run\":\"night\"}", 1, Duration.ofHours(5)),
    /** The same again six hours later, for a night that failed; where it did not, there is little to do. */
    CATCH_UP(PlatformFunction.BATCH, "cron(30 8 * * ? *)", "{\"run\":\"catch-up\"}", 1, Duration.ofHours(5));

    private static final Pattern MINUTES = Pattern.compile("rate\\((\\d+) minutes?\\)");

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

    /** How often it is called. */
    public Duration every() {
        Matcher rate = MINUTES.matcher(expression);
        return rate.matches() ? Duration.ofMinutes(Long.parseLong(rate.group(1))) : Duration.ofDays(1);
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

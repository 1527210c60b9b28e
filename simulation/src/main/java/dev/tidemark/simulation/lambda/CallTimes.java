package dev.tidemark.simulation.lambda;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a schedule calls, from the expression that it is deployed with. */
@FunctionalInterface
public interface CallTimes {

    /** The first time after this instant, in milliseconds since the epoch. */
    long after(long millis);

    /**
     * Reads {@code rate(n minutes)} and {@code cron(m h * * ? *)}, in UTC.
     *
     * @throws UnsupportedOperationException if it is another expression
     */
    static CallTimes of(String expression) {
        Matcher rate = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)").matcher(expression);
        if (rate.matches()) {
            long unit =
                    switch (rate.group(2)) {
                        case "minute" -> 60_000L;
                        case "hour" -> 3_600_000L;
                        default -> 86_400_000L;
                    };
            long every = Long.parseLong(rate.group(1)) * unit;
            return millis -> (Math.floorDiv(millis, every) + 1) * every;
        }
        Matcher daily =
                Pattern.compile("cron\\((\\d+) (\\d+) \\* \\* \\? \\*\\)").matcher(expression);
        if (daily.matches()) {
            long day = Duration.ofDays(1).toMillis();
            long at = Long.parseLong(daily.group(2)) * 3_600_000L + Long.parseLong(daily.group(1)) * 60_000L;
            return millis -> {
                long today = Math.floorDiv(millis, day) * day + at;
                return today > millis ? today : today + day;
            };
        }
        throw new UnsupportedOperationException("the schedule's expression is not modelled: " + expression);
    }
}

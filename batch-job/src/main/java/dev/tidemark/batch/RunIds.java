package dev.tidemark.batch;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Names of runs, such as {@code 20261122T023000Z-1f2e3d4c}: the second in which it began, and chance, so that no two are equal.
 * That of a run sorts behind that of the run that it goes on from, also where the clock has been set back since: then it is a
 * second behind it.
 */
final class RunIds {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final int STAMP_LENGTH = "20261122T023000Z".length();

    private RunIds() {}

    /**
     * A new one.
     *
     * @param before id of the run that is published, or empty for none
     */
    static String after(Optional<String> before, Instant now, RandomGenerator random) {
        Instant began = before.flatMap(RunIds::began)
                .map(last -> last.plusSeconds(1))
                .filter(now::isBefore)
                .orElse(now);
        return STAMP.format(began.atOffset(ZoneOffset.UTC)) + "-" + String.format("%08x", random.nextInt());
    }

    private static Optional<Instant> began(String run) {
        if (run.length() < STAMP_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    LocalDateTime.parse(run.substring(0, STAMP_LENGTH), STAMP).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

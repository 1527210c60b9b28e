package dev.tidemark.platform;

import dev.tidemark.domain.view.Horizons;
import dev.tidemark.domain.view.Views;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a stage keeps the objects of its bucket. A stage either lasts, and keeps its archive for ever, or is disposable, and
 * forgets all of it after {@link #DISPOSABLE_DAYS}. What the batch keeps below {@code batch/} goes by its own rules, and by none
 * of the bucket's before; but for the old versions of what it has deleted or replaced. The deployed bucket has its rules from
 * here, and the simulation lets objects go by the same ones.
 */
public enum Keeping {
    /** A stage whose data outlives its stack. */
    LASTING(List.of(
            new ObjectRule("old-versions-of-the-batch", ObjectKeys.BATCH, Optional.empty(), Duration.ofDays(30)))),
    /** A stage to try things in. */
    DISPOSABLE(List.of(
            forgotten("archive-forgotten", ObjectKeys.ARCHIVE),
            forgotten("quarantine-forgotten", ObjectKeys.QUARANTINE),
            forgotten("skipped-forgotten", ObjectKeys.SKIPPED),
            forgotten("reports-forgotten", ObjectKeys.REPORTS),
            new ObjectRule("old-versions-of-the-batch", ObjectKeys.BATCH, Optional.empty(), Duration.ofDays(1))));

    /**
     * How long a disposable stage keeps what it has taken in, and what a night may need of it: longer than {@code uniqueFor},
     * and than records of events are needed.
     */
    public static final int DISPOSABLE_DAYS = 120;

    private static final Duration SPARE_OF_SIGHTINGS = Duration.ofDays(3);

    /** With the two that the horizon of records has itself it is three. */
    private static final Duration SPARE_OF_RECORDS = Duration.ofDays(1);

    private static ObjectRule forgotten(String id, String prefix) {
        return new ObjectRule(id, prefix, Optional.of(Duration.ofDays(Keeping.DISPOSABLE_DAYS)), Duration.ofDays(1));
    }

    /**
     * A rule for the objects of the bucket, in whole days.
     *
     * @param id its name in the stack
     * @param prefix of the keys that it is for; empty for all
     * @param expireAfter when an object goes, counted from when it was written; empty for never
     * @param oldVersionsExpireAfter when an object goes that another has replaced, counted from then
     */
    public record ObjectRule(
            String id, String prefix, Optional<Duration> expireAfter, Duration oldVersionsExpireAfter) {}

    private final List<ObjectRule> objectRules;

    Keeping(List<ObjectRule> objectRules) {
        this.objectRules = objectRules;
    }

    /** Of a stage that keeps its data, or does not. */
    public static Keeping of(boolean keepsData) {
        return keepsData ? LASTING : DISPOSABLE;
    }

    /**
     * Refuses views whose nights need what the bucket has forgotten: sightings are told apart by their records in the archive, for
     * {@code uniqueFor}, and days are computed from records that are held against it. Both go by the clock of the log, the bucket
     * by the wall clock: three days are to spare for nights that come late.
     *
     * @throws IllegalArgumentException saying how many days the views need, rounded up
     */
    public void refuse(Views views) {
        Duration sightings = views.uniqueFor().plus(SPARE_OF_SIGHTINGS);
        Duration records = Horizons.ofRecords(views).plus(SPARE_OF_RECORDS);
        Duration needed = sightings.compareTo(records) > 0 ? sightings : records;
        objectRules.stream()
                .filter(rule -> ObjectKeys.ARCHIVE.startsWith(rule.prefix()))
                .flatMap(rule -> rule.expireAfter().stream())
                .filter(kept -> kept.compareTo(needed) < 0)
                .findFirst()
                .ifPresent(kept -> {
                    throw new IllegalArgumentException("a stage that keeps no data forgets its archive after "
                            + kept.toDays() + " days, and the views need it for "
                            + needed.plusDays(1).minusNanos(1).toDays());
                });
    }

    /** When objects of the bucket go. */
    public List<ObjectRule> objectRules() {
        return objectRules;
    }
}

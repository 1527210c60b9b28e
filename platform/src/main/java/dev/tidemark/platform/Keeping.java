package dev.tidemark.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a stage keeps the objects of its bucket. A stage either lasts, and keeps its archive for ever, or is disposable,
 * and forgets all of it after two weeks. The deployed bucket has its rules from here, and the simulation lets objects go by
 * the same ones.
 */
public enum Keeping {
    /** A stage whose data outlives its stack. */
    LASTING(List.of(
            new ObjectRule("old-versions-of-the-batch", ObjectKeys.BATCH, Optional.empty(), Duration.ofDays(30)))),
    /** A stage to try things in. */
    DISPOSABLE(List.of(new ObjectRule("disposable", "", Optional.of(Duration.ofDays(14)), Duration.ofDays(1))));

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

    /** When objects of the bucket go. */
    public List<ObjectRule> objectRules() {
        return objectRules;
    }
}

package dev.tidemark.domain.watermark;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.WatermarkPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A stream whose shards split and merge, a window function that applies each in steps, an archive that writes it in other
 * cuts, closing, and a batch: each goes on by chance, in any order that the platform allows.
 */
final class RandomPipeline {

    private static final WatermarkPolicy POLICY = new WatermarkPolicy(
            Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofMillis(30), Duration.ofMillis(5));

    private final Random random;
    private final List<Log> logs = new ArrayList<>();
    private final Map<TimeDomain, Long> verified = new HashMap<>();
    private Watermarks published = Watermarks.NONE;
    private long now;

    RandomPipeline(Random random) {
        this.random = random;
        for (TimeDomain domain : TimeDomain.values()) {
            verified.put(domain, Watermarks.UNKNOWN);
        }
        for (int i = 0; i <= random.nextInt(3); i++) {
            logs.add(new Log(List.of()));
        }
    }

    /** A shard: its records, and how far each reader is. {@code times} has the time before the first and after each. */
    private final class Log {
        final String id = "s" + logs.size();
        final List<Log> parents;
        final List<UnaryOperator<ShardTime>> records = new ArrayList<>();
        final List<ShardTime> times = new ArrayList<>();
        final List<Integer> steps = new ArrayList<>();
        long said = Watermarks.UNKNOWN;
        int applied;
        int archived;
        boolean closed;
        boolean opened;
        boolean ended;

        Log(List<Log> parents) {
            this.parents = parents;
        }

        void put(long at, UnaryOperator<ShardTime> record) {
            said = Math.max(said, at);
            records.add(record);
        }

        boolean canOpen() {
            return !opened && parents.stream().allMatch(parent -> parent.closed && parent.isAtEnd());
        }

        boolean isAtEnd() {
            return opened && applied == records.size();
        }

        void open() {
            opened = true;
            times.add(parents.stream()
                    .map(Log::time)
                    .reduce(ShardTime::inheritedWith)
                    .orElse(ShardTime.START));
        }

        ShardTime time() {
            return times.get(applied);
        }

        void apply(int count) {
            for (int i = 0; i < count && applied < records.size(); i++) {
                times.add(records.get(applied).apply(time()));
                applied++;
            }
            steps.add(applied);
        }

        int cut() {
            return Math.min(archived, applied);
        }

        /** As the batch works it out from the archive: at the very record. */
        Watermarks exact() {
            return opened ? times.get(cut()).watermarks() : inherited();
        }

        private Watermarks inherited() {
            return parents.stream()
                    .map(Log::exactAtHead)
                    .reduce(Watermarks::min)
                    .orElse(Watermarks.NONE);
        }

        Watermarks exactAtHead() {
            return opened ? time().watermarks() : inherited();
        }

        /** As the journal has it: at the last step that is archived as a whole. */
        StageReading.StageShard reading() {
            int step = steps.stream().filter(end -> end <= cut()).reduce(0, Math::max);
            boolean whole = opened && archived >= applied;
            Watermarks kept = whole
                    ? time().watermarks()
                    : step == 0 ? null : times.get(step).watermarks();
            return new StageReading.StageShard(
                    id,
                    parents.stream().map(parent -> parent.id).toList(),
                    closed,
                    said,
                    opened ? time() : null,
                    ended,
                    kept);
        }
    }

    StageReading reading() {
        Map<TimeDomain, List<Long>> views = new HashMap<>();
        verified.forEach((domain, through) -> views.put(domain, List.of(through)));
        return new StageReading(logs.stream().map(Log::reading).toList(), published, views);
    }

    /** One thing happens; says what. */
    String step() {
        Log log = logs.get(random.nextInt(logs.size()));
        now += random.nextInt(20);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                return put(log);
            }
            case 4, 5 -> {
                if (log.opened && !log.ended) {
                    log.apply(1 + random.nextInt(4));
                }
                return "apply " + log.id;
            }
            case 6, 7 -> {
                log.archived = Math.min(log.records.size(), log.archived + random.nextInt(4));
                return "archive " + log.id;
            }
            case 8 -> {
                return reshard(log);
            }
            case 9 -> {
                settle();
                return "settle";
            }
            case 10 -> {
                published = published.max(global());
                return "publish";
            }
            default -> {
                for (TimeDomain domain : TimeDomain.values()) {
                    long lateness = random.nextInt(50);
                    long cut = atCut().in(domain);
                    verified.merge(domain, cut == Watermarks.UNKNOWN ? cut : cut - lateness, Math::max);
                }
                return "verify";
            }
        }
    }

    private String put(Log log) {
        if (log.closed) {
            return "nothing";
        }
        long at = now;
        switch (random.nextInt(6)) {
            case 0 -> log.put(at, time -> time.afterHeartbeat(at, POLICY));
            case 1 -> {
                long set = at + random.nextInt(200) - 100;
                log.put(set, time -> time.afterWatermark(set));
            }
            case 2 -> log.put(at, time -> time.afterEvents(at, Watermarks.UNKNOWN, POLICY));
            default -> {
                long eventTime = at - random.nextInt(60);
                log.put(at, time -> time.afterEvents(at, eventTime, POLICY));
            }
        }
        return "put " + log.id;
    }

    private String reshard(Log log) {
        if (log.closed || logs.size() > 12) {
            return "nothing";
        }
        List<Log> others =
                logs.stream().filter(other -> !other.closed && other != log).toList();
        log.closed = true;
        if (random.nextBoolean() && !others.isEmpty()) {
            Log other = others.get(random.nextInt(others.size()));
            other.closed = true;
            logs.add(new Log(List.of(log, other)));
            return "merge " + log.id + " " + other.id;
        }
        logs.add(new Log(List.of(log)));
        logs.add(new Log(List.of(log)));
        return "split " + log.id;
    }

    /** As the tick does: opens what can start, and lets go of parents that all their children go on from. */
    private void settle() {
        logs.stream().filter(Log::canOpen).forEach(Log::open);
        for (Log log : logs) {
            log.ended |= log.closed
                    && log.isAtEnd()
                    && logs.stream()
                            .filter(child -> child.parents.contains(log))
                            .allMatch(child -> child.opened);
        }
    }

    private Watermarks global() {
        boolean unread = logs.stream().anyMatch(log -> !log.opened && log.parents.isEmpty());
        return unread
                ? Watermarks.NONE
                : logs.stream()
                        .filter(log -> log.opened && !log.ended)
                        .map(log -> log.time().watermarks())
                        .reduce(Watermarks::min)
                        .orElse(Watermarks.NONE);
    }

    private Watermarks atCut() {
        return logs.stream()
                .filter(log -> !log.ended || log.archived < log.applied)
                .map(Log::exact)
                .reduce(Watermarks::min)
                .orElse(Watermarks.NONE);
    }
}

package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.SessionGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Sessions against an oracle that knows no buckets: sort the events, and sweep. Devices move to another shard in the middle
 * of the log, as they do when a shard splits; events come late, and again.
 */
class SessionsProperties {

    private static final Views VIEWS = Logs.views("""
            watermark: {outOfOrderness: PT2S, heartbeatEvery: PT10S, idleBound: PT4S, requestLifetime: PT1S}
            deduplicateFor: PT1H
            views:
              - {name: exclusive, key: deviceId, window: {session: PT5S}, aggregates: [count],
                 allowedLateness: PT12S, latePaneEvery: PT3S}
              - {name: inclusive, key: deviceId, window: {session: PT5S, boundary: inclusive}, aggregates: [count],
                 allowedLateness: PT12S, latePaneEvery: PT3S}
              - {name: longer, key: deviceId, window: {session: PT11S}, aggregates: [count],
                 allowedLateness: PT60S, latePaneEvery: PT7.5S}
              - {name: received, key: deviceId, time: received, window: {session: PT5S}, aggregates: [count],
                 allowedLateness: PT6S, latePaneEvery: PT2S}
            """);

    /** An event that counted: when it happened, and the mark of its cell. */
    private record Counted(String viewId, String device, long time, long mark) {}

    /** A session of the oracle. */
    private record Session(long first, long last, long count) {}

    @Property(tries = 300)
    void whatIsNotWithdrawnIsWhatASortAndASweepGive(@ForAll Random random) {
        forEachDevice(new Shards(random, 80), (view, counted, cells) -> {
            List<Session> expected = sweep(view, counted, Long.MAX_VALUE);

            assertThat(holding(Sessions.of(SessionGrid.of(view), "d", cells, Long.MAX_VALUE)))
                    .containsExactlyElementsOf(expected);
        });
    }

    /** At every mark: what the sweep calls closed is published; what else still stands lies inside one that is open. */
    @Property(tries = 100)
    void atEveryMarkTheClosedSessionsArePublished(@ForAll Random random) {
        forEachDevice(new Shards(random, 50), (view, counted, cells) -> {
            SessionGrid grid = SessionGrid.of(view);
            List<SessionPane> all = Sessions.of(grid, "d", cells, Long.MAX_VALUE);
            TreeSet<Long> marks = new TreeSet<>();
            counted.forEach(event -> marks.addAll(List.of(event.mark(), event.mark() + 1, close(view, event.time()))));
            for (long mark : marks) {
                List<Session> sweep = sweep(view, counted, mark);
                List<Session> closed = sweep.stream()
                        .filter(session -> close(view, session.last()) <= mark)
                        .toList();
                List<Session> standing = holding(
                        all.stream().filter(pane -> pane.markMillis() <= mark).toList());
                assertThat(standing).containsAll(closed);
                assertThat(standing)
                        .allMatch(session -> closed.contains(session)
                                || sweep.stream()
                                        .anyMatch(open -> close(view, open.last()) > mark
                                                && open.first() <= session.first()
                                                && session.last() <= open.last()));
            }
        });
    }

    @Property(tries = 150)
    void whatIsPublishedAtAWatermarkIsABeginningOfWhatIsPublishedAtAnyLaterOne(@ForAll Random random) {
        forEachDevice(new Shards(random, 60), (view, counted, cells) -> {
            SessionGrid grid = SessionGrid.of(view);
            List<SessionPane> all = Sessions.of(grid, "d", cells, Long.MAX_VALUE);
            for (SessionPane pane : all) {
                for (long watermark : List.of(pane.markMillis() - 1, pane.markMillis())) {
                    SessionCells settled = new SessionCells(grid);
                    cells.buckets().forEach(bucket -> cells.marks(bucket)
                            .headMap(watermark, true)
                            .forEach((mark, measures) -> settled.add(
                                    new Cell(new CellKey(view.id(), bucket, mark, Long.MIN_VALUE, "d"), measures))));
                    assertThat(Sessions.of(grid, "d", settled, watermark))
                            .isEqualTo(all.stream()
                                    .filter(each -> each.markMillis() <= watermark)
                                    .toList());
                }
            }
        });
    }

    @Property(tries = 200)
    void everyEventThatIsInTimeIsInOneSessionThatStands(@ForAll Random random) {
        forEachDevice(new Shards(random, 80), (view, counted, cells) -> {
            List<SessionPane> panes = Sessions.of(SessionGrid.of(view), "d", cells, Long.MAX_VALUE);
            assertThat(holding(panes).stream().mapToLong(Session::count).sum()).isEqualTo(counted.size());
            assertThat(panes.stream().mapToLong(pane -> pane.delta().count()).sum())
                    .as("the discarding reading")
                    .isEqualTo(counted.size());
        });
    }

    @Property(tries = 150)
    void aPaneHoldsWhatItAddsAndWhatItTakesThePlaceOf(@ForAll Random random) {
        forEachDevice(new Shards(random, 80), (view, counted, cells) -> {
            Map<Long, SessionPane> standing = new HashMap<>();
            Map<Long, Integer> indexes = new HashMap<>();
            List<SessionPane> panes = new ArrayList<>(Sessions.of(SessionGrid.of(view), "d", cells, Long.MAX_VALUE));
            panes.sort(Comparator.comparingLong(SessionPane::markMillis).thenComparing(pane -> !pane.isRetraction()));
            Map<String, Measures> withdrawn = new HashMap<>();
            for (SessionPane pane : panes) {
                long bucket = pane.bucket().startMillis();
                assertThat(pane.index()).isEqualTo(indexes.merge(bucket, 1, Integer::sum) - 1);
                SessionPane before = standing.remove(bucket);
                if (pane.isRetraction()) {
                    assertThat(before).isNotNull();
                    assertThat(pane.session()).isEqualTo(before.session());
                    withdrawn.merge(pane.markMillis() + " " + pane.into(), before.total(), Measures::merge);
                    continue;
                }
                Measures taken = withdrawn.getOrDefault(pane.markMillis() + " " + pane.session(), Measures.EMPTY);
                if (before != null) {
                    taken = taken.merge(before.total());
                }
                assertThat(pane.total()).isEqualTo(taken.merge(pane.delta()));
                standing.put(bucket, pane);
            }
        });
    }

    @Property(tries = 100)
    void anyCutOfALogGivesTheSameCells(@ForAll Random random) {
        List<ShardRecord> log = RandomLogs.of(random, 40);
        Logs.Shard whole = new Logs.Shard(VIEWS).steps(log);
        Logs.Shard cut = new Logs.Shard(VIEWS);
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(9));
            cut.step(log.subList(from, to));
            from = to;
        }

        assertThat(cut.cells).isEqualTo(whole.cells);
        assertThat(whole.cells.values()).allMatch(measures -> !measures.span().isNone());
    }

    private interface Check {
        void accept(View view, List<Counted> counted, SessionCells cells);
    }

    private static void forEachDevice(Shards shards, Check check) {
        for (View view : VIEWS.views()) {
            for (String device : shards.devices) {
                SessionCells cells = new SessionCells(SessionGrid.of(view));
                List<Cell> own = new ArrayList<>(shards.cells().stream()
                        .filter(cell -> cell.key().viewId().equals(view.id())
                                && cell.key().key().equals(device))
                        .toList());
                Collections.shuffle(own, shards.random);
                own.forEach(cells::add);
                check.accept(
                        view,
                        shards.counted.stream()
                                .filter(event -> event.viewId().equals(view.id())
                                        && event.device().equals(device))
                                .toList(),
                        cells);
            }
        }
    }

    /** The sessions that stand after these panes, by start: of each last bucket the latest, unless it is withdrawn. */
    private static List<Session> holding(List<SessionPane> panes) {
        Map<Long, SessionPane> last = new TreeMap<>();
        panes.forEach(pane ->
                last.merge(pane.bucket().startMillis(), pane, (a, b) -> a.markMillis() > b.markMillis() ? a : b));
        return last.values().stream()
                .filter(pane -> !pane.isRetraction())
                .map(pane -> new Session(
                        pane.total().span().firstMillis(),
                        pane.total().span().lastMillis(),
                        pane.total().count()))
                .sorted(Comparator.comparingLong(Session::first))
                .toList();
    }

    private static List<Session> sweep(View view, List<Counted> counted, long mark) {
        long gap = gap(view);
        boolean inclusive = session(view).boundary() == WindowSpec.Boundary.INCLUSIVE;
        List<Long> times = counted.stream()
                .filter(event -> event.mark() <= mark)
                .map(Counted::time)
                .sorted()
                .toList();
        List<Session> sessions = new ArrayList<>();
        for (int from = 0; from < times.size(); ) {
            int to = from + 1;
            while (to < times.size()
                    && (inclusive
                            ? times.get(to) - times.get(to - 1) <= gap
                            : times.get(to) - times.get(to - 1) < gap)) {
                to++;
            }
            sessions.add(new Session(times.get(from), times.get(to - 1), to - from));
            from = to;
        }
        return sessions;
    }

    private static long close(View view, long time) {
        return bucketEnd(view, time) + 2 * gap(view);
    }

    private static long bucketEnd(View view, long time) {
        return (Math.floorDiv(time, gap(view)) + 1) * gap(view);
    }

    private static long gap(View view) {
        return session(view).gap().toMillis();
    }

    private static WindowSpec.Session session(View view) {
        return (WindowSpec.Session) view.window();
    }

    /** A log of two shards, one of which splits, folded; and what the rules say about each of its events. */
    private static final class Shards {
        final Random random;
        final List<String> devices = List.of("d0", "d1", "d2");
        final List<Counted> counted = new ArrayList<>();
        private final List<Logs.Shard> shards = new ArrayList<>();
        private final Map<Logs.Shard, Integer> sequences = new HashMap<>();

        Shards(Random random, int length) {
            this.random = random;
            shards.add(new Logs.Shard(VIEWS));
            shards.add(new Logs.Shard(VIEWS));
            long now = 100_000;
            List<LogRecord.Events> sent = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                if (i == length / 2) {
                    Logs.Shard child = new Logs.Shard(VIEWS);
                    child.time = shards.get(0).time;
                    shards.add(child);
                    sent.clear();
                }
                now += random.nextInt(6) == 0 ? random.nextInt(25_000) : random.nextInt(2_500);
                Logs.Shard shard = shards.get(random.nextInt(shards.size()));
                if (random.nextInt(6) == 0) {
                    append(shard, new LogRecord.Heartbeat(now));
                } else if (!sent.isEmpty() && random.nextInt(6) == 0) {
                    LogRecord.Events again = sent.get(random.nextInt(sent.size()));
                    append(shardOf(again.deviceId(), i >= length / 2), again);
                } else {
                    String device = devices.get(random.nextInt(devices.size()));
                    long late = random.nextInt(3) == 0 ? random.nextInt(40_000) : random.nextInt(3_000);
                    long time = random.nextInt(4) == 0 ? (now - late) / 5_000 * 5_000 : now - late;
                    LoggedEvent event = Logs.event("e" + i, "t", time, "1");
                    LogRecord.Events record = Logs.events(device, now, event);
                    Logs.Shard of = shardOf(device, i >= length / 2);
                    count(of, device, time, now);
                    append(of, record);
                    sent.add(record);
                }
            }
        }

        /** d0 and d1 live in the first shard; when it splits, d1 moves to the child. */
        private Logs.Shard shardOf(String device, boolean split) {
            return switch (device) {
                case "d0" -> shards.get(0);
                case "d1" -> shards.get(split ? 2 : 0);
                default -> shards.get(1);
            };
        }

        private void count(Logs.Shard shard, String device, long time, long now) {
            for (View view : VIEWS.views()) {
                long at = view.time() == TimeDomain.EVENT ? time : now;
                long watermark = shard.time.watermarks().in(view.time());
                long first = bucketEnd(view, at) + gap(view);
                long mark = first;
                while (watermark != Watermarks.UNKNOWN && mark <= watermark) {
                    mark += view.latePaneEvery().toMillis();
                }
                if (mark <= first + view.allowedLateness().toMillis()) {
                    counted.add(new Counted(view.id(), device, at, mark));
                }
            }
        }

        private void append(Logs.Shard shard, LogRecord record) {
            int number = sequences.merge(shard, 1, Integer::sum);
            shard.step(List.of(new ShardRecord.Readable(
                    dev.tidemark.domain.event.Sequence.pad(Integer.toString(number)), record)));
        }

        List<Cell> cells() {
            return shards.stream().flatMap(shard -> shard.cells().stream()).toList();
        }
    }
}

package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.window.SessionGrid;
import dev.tidemark.platform.item.SessionPaneItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.window.close.Closer;
import dev.tidemark.window.shards.Lineage;
import dev.tidemark.window.versions.VersionedViews;
import dev.tidemark.window.versions.Versions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * The protocol under fire: random logs of shards that split and merge, batches cut anew and delivered again, stores that
 * fail before or after the deed, instances that die, writes of the dead that land late. The grid must be that of one calm
 * pass, every event in it once.
 */
class ExactlyOnceProperties {

    private static final VersionedViews FILE = file(text());
    private static final Views VIEWS = FILE.views();

    /** Three deployments: views come, go and stay; one looks further for duplicates, one has other watermarks. */
    private static final List<VersionedViews> FILES = List.of(
            FILE,
            file(text().replaceFirst("  - name: early(.*\n)*", "") + "  - {name: other, key: none,"
                    + " window: {fixed: PT20S}, aggregates: [count], allowedLateness: PT20S, latePaneEvery: PT20S}\n"),
            file(text().replace("PT10M", "PT20S").replace("outOfOrderness: PT4S", "outOfOrderness: PT2S")));

    @Property(tries = 25)
    void whateverHappensTheGridIsThatOfOneCalmPass(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 160);
        Run calm = new Run(log, new Random(1), Faults.NONE);
        Faults faults = new Faults(new Random(seed ^ 7), 0.02);
        Run fire = new Run(log, new Random(seed ^ 13), faults);

        calm.play();
        fire.play();

        assertThat(fire.stores.grid()).isEqualTo(calm.stores.grid());
        assertThat(fire.stores.halves()).isEqualTo(calm.stores.halves());
        assertThat(fire.stores.heads()).isEqualTo(calm.stores.heads());
        assertThat(fire.stores.published()).isEqualTo(calm.stores.published());
        assertThat(fire.stores.quarantined.keySet()).isEqualTo(calm.stores.quarantined.keySet());
        assertThat(fire.stores.broken()).isEmpty();
        assertThat(calm.stores.broken()).isEmpty();
    }

    /** Whoever looks seldom finds the same: every pane, at every mark on the way, and every session withdrawn since. */
    @Property(tries = 15)
    void closingAtTheVeryEndPublishesWhatClosingAllTheTimeDoes(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 160);
        Run often = new Run(log, new Random(seed), Faults.NONE, List.of(FILE), 2);
        Run once = new Run(log, new Random(seed), Faults.NONE, List.of(FILE), Integer.MAX_VALUE);

        often.play();
        once.play();

        assertThat(once.stores.published().keySet())
                .isEqualTo(often.stores.published().keySet());
        assertThat(once.stores.published()).isEqualTo(often.stores.published());
        assertThat(once.stores.published().values()).hasAtLeastOneElementOfType(SessionPaneItem.class);
    }

    /** A device's sessions go on across a split and a merge: what stands holds each event in time once. */
    @Property(tries = 12)
    void theSessionsThatStandHoldEveryEventInTimeOnce(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 160);
        Run fire = new Run(log, new Random(seed ^ 11), new Faults(new Random(seed ^ 17), 0.02));

        fire.play();

        View sessions = VIEWS.named("sessions").orElseThrow();
        SessionGrid grid = SessionGrid.of(sessions);
        long inTime = fire.stores.cellsOf(sessions).stream()
                .filter(cell -> cell.at().markMillis() <= grid.lastMark(cell.sliceStartMillis()))
                .mapToLong(cell -> cell.values().count())
                .sum();
        Map<String, WindowItem> standing = new HashMap<>();
        fire.stores.published().values().stream()
                .filter(item -> item.viewId().equals(sessions.id()))
                .forEach(item -> standing.merge(
                        item.window() + item.at().key(),
                        item,
                        (a, b) -> a.at().markMillis() > b.at().markMillis() ? a : b));
        assertThat(standing.values().stream()
                        .filter(SessionPaneItem.class::isInstance)
                        .mapToLong(pane -> ((SessionPaneItem) pane).total().count())
                        .sum())
                .isEqualTo(inTime);
    }

    /** The log says which version each record is read with; which file an instance was deployed with says nothing. */
    @Property(tries = 25)
    void versionsOfTheViewsAreInForceWhereTheLogSaysWhoeverReadsIt(@ForAll long seed) {
        RandomLog log = new RandomLog(
                new Random(seed),
                160,
                FILES.stream().map(VersionedViews::version).toList());
        Run calm = new Run(log, new Random(1), Faults.NONE, FILES);
        Run fire = new Run(log, new Random(seed ^ 13), new Faults(new Random(seed ^ 7), 0.02), FILES);

        calm.play();
        fire.play();

        assertThat(fire.stores.grid()).isEqualTo(calm.stores.grid());
        assertThat(fire.stores.halves()).isEqualTo(calm.stores.halves());
        assertThat(fire.stores.heads()).isEqualTo(calm.stores.heads());
        assertThat(fire.stores.published()).isEqualTo(calm.stores.published());
        assertThat(fire.stores.broken()).isEmpty();
        assertThat(calm.stores.broken()).isEmpty();
    }

    @Property(tries = 12)
    void everyEventIsCountedOnce(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 120);
        Run fire = new Run(log, new Random(seed ^ 3), new Faults(new Random(seed ^ 5), 0.03));

        fire.play();

        long counted = fire.stores.cellsOf(VIEWS.named("all").orElseThrow()).stream()
                .mapToLong(cell -> cell.values().count())
                .sum();
        assertThat(counted).isEqualTo(log.uniqueEvents.size());
    }

    @Property(tries = 12)
    void everyShardReachesItsEndAndNoneHoldsTheWatermarkForEver(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 90);
        Run fire = new Run(log, new Random(seed), new Faults(new Random(seed), 0.05));

        fire.play();

        assertThat(fire.stores.heads().values()).allSatisfy(head -> assertThat(head.ended())
                .isEqualTo(!List.of("C", "E").contains(head.shardId())));
        assertThat(fire.global().event()).isGreaterThan(0);
    }

    /** The same with many times the seeds. */
    @Tag("thorough")
    @Property(tries = 150)
    void allOfItWithManySeeds(@ForAll long seed) {
        whateverHappensTheGridIsThatOfOneCalmPass(seed);
        closingAtTheVeryEndPublishesWhatClosingAllTheTimeDoes(seed);
        theSessionsThatStandHoldEveryEventInTimeOnce(seed);
        versionsOfTheViewsAreInForceWhereTheLogSaysWhoeverReadsIt(seed);
        everyEventIsCountedOnce(seed);
        everyShardReachesItsEndAndNoneHoldsTheWatermarkForEver(seed);
    }

    /** One consumer of the log: two instances, deliveries as an event source mapping makes them, closing now and then. */
    static final class Run {
        private final RandomLog log;
        private final Random random;
        private final Faults faults;
        final MemoryStores stores;
        private final Map<String, Integer> position = new HashMap<>();
        private final ShardProcessor[] instances = new ShardProcessor[2];
        private final int tickEvery;

        private final List<VersionedViews> files;
        private final Versions closing;

        Run(RandomLog log, Random random, Faults faults) {
            this(log, random, faults, List.of(FILE));
        }

        /** Instances of several deployments; the first one opened the stream. */
        Run(RandomLog log, Random random, Faults faults, List<VersionedViews> files) {
            this(log, random, faults, files, 5);
        }

        /** The same, closing after one delivery of so many, and at the end. */
        Run(RandomLog log, Random random, Faults faults, List<VersionedViews> files, int tickEvery) {
            this.tickEvery = tickEvery;
            this.log = log;
            this.random = random;
            this.faults = faults;
            this.files = files;
            this.stores = new MemoryStores(faults);
            this.closing = versions();
            String version = files.get(0).version();
            stores.have(
                    files,
                    Stream.of("A", "D")
                            .map(shard -> ShardHead.initial(shard, RandomLog.RANGES.get(shard), version))
                            .toList());
        }

        void play() {
            for (int i = 0; i < instances.length; i++) {
                instances[i] = instance();
            }
            while (true) {
                List<String> ready = log.records.keySet().stream()
                        .filter(shard -> at(shard) < log.records.get(shard).size())
                        .filter(shard -> log.parents.get(shard).stream()
                                .allMatch(parent ->
                                        at(parent) == log.records.get(parent).size()))
                        .toList();
                if (ready.isEmpty()) {
                    break;
                }
                deliver(ready.get(random.nextInt(ready.size())));
                if (random.nextInt(4) == 0) {
                    faults.landOne();
                }
                if (random.nextInt(tickEvery) == 0) {
                    tick();
                }
            }
            faults.landAll();
            for (int ticks = 0; ticks < 200 && !tick(); ticks++) {
                faults.landAll();
            }
            assertThat(tick() || tick() || tick() || tick() || tick()).isTrue();
        }

        private int at(String shard) {
            return position.getOrDefault(shard, 0);
        }

        private void deliver(String shard) {
            List<RawRecord> records = log.records.get(shard);
            int at = at(shard);
            int from = faults == Faults.NONE ? at : Math.max(0, at - random.nextInt(4) * random.nextInt(3));
            int to = Math.min(records.size(), at + 1 + random.nextInt(9));
            int chosen = random.nextInt(instances.length);
            BatchOutcome outcome = instances[chosen].process(shard, records.subList(from, to));
            if (!(outcome instanceof BatchOutcome.FailedFrom failed)) {
                position.put(shard, to);
            } else if (random.nextBoolean()) {
                instances[chosen] = instance(); // It died: nothing is reported, all is delivered again.
            } else {
                for (int i = from; i < to; i++) {
                    if (records.get(i).sequence().equals(failed.sequence())) {
                        position.put(shard, i);
                    }
                }
            }
        }

        /** Whether the tick came through without a fault. */
        private boolean tick() {
            try {
                new Lineage(log, stores.journal, closing).settle(log.shards());
                closer().close();
                return true;
            } catch (Faults.Failed e) {
                return false;
            }
        }

        dev.tidemark.domain.watermark.Watermarks global() {
            return dev.tidemark.window.close.GlobalWatermark.of(stores.journal.heads(), log.shards());
        }

        private Closer closer() {
            return new Closer(
                    closing, stores.journal, log, stores.publishing, stores.cells, stores.panes, Runnable::run);
        }

        private ShardProcessor instance() {
            Versions versions = versions();
            return new ShardProcessor(
                    versions,
                    stores.cells,
                    stores.halves,
                    stores.journal,
                    stores,
                    new Lineage(log, stores.journal, versions)::open,
                    Runnable::run);
        }

        private Versions versions() {
            return new Versions(files.get(random.nextInt(files.size())), stores.views);
        }
    }

    private static String text() {
        return """
                watermark: {outOfOrderness: PT4S, heartbeatEvery: PT10S, idleBound: PT8S, requestLifetime: PT2S}
                deduplicateFor: PT10M
                views:
                  - name: all
                    key: none
                    window: {fixed: PT10S}
                    aggregates: [count, sum, min, max, mean]
                    allowedLateness: PT10S
                    latePaneEvery: PT5S
                  - name: clicks
                    where: {type: click}
                    key: attributes.campaign
                    window: {sliding: PT20S, every: PT10S}
                    aggregates: [count, sum]
                    allowedLateness: PT20S
                    latePaneEvery: PT10S
                  - name: received
                    key: type
                    time: received
                    window: {fixed: PT5S}
                    aggregates: [count]
                  - name: sessions
                    key: deviceId
                    window: {session: PT6S}
                    aggregates: [count, sum]
                    allowedLateness: PT12S
                    latePaneEvery: PT3S
                  - name: days
                    key: type
                    window: {calendar: day, zone: Asia/Seoul}
                    aggregates: [count]
                    allowedLateness: PT1H
                  - name: pairs
                    join: {left: view, right: click, on: attributes.on, within: PT6S}
                    key: attributes.campaign
                    window: {fixed: PT10S}
                    aggregates: [count, sum]
                    allowedLateness: PT10S
                    latePaneEvery: PT5S
                  - name: early
                    key: attributes.campaign
                    window: {fixed: PT20S}
                    aggregates: [count, sum]
                    allowedLateness: PT10S
                    latePaneEvery: PT10S
                    earlyEvery: PT5S
                    earlyOffset: PT1S
                """;
    }

    private static VersionedViews file(String text) {
        try {
            return VersionedViews.parse(text, "views.yaml");
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.window.close.Closer;
import dev.tidemark.window.shards.Lineage;
import dev.tidemark.window.versions.Versions;
import dev.tidemark.window.versions.ViewsFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The protocol under fire: random logs of shards that split and merge, batches cut anew and delivered again, stores that
 * fail before or after the deed, instances that die, writes of the dead that land late. The grid must be that of one calm
 * pass, every event in it once.
 */
class ExactlyOnceProperties {

    private static final ViewsFile FILE = file(text());
    private static final Views VIEWS = FILE.views();

    /** Three deployments: views come, go and stay; one looks further for duplicates, one has other watermarks. */
    private static final List<ViewsFile> FILES = List.of(
            FILE,
            file(text().replaceFirst("  - name: early(.*\n)*", "") + "  - {name: other, key: none,"
                    + " window: {fixed: PT20S}, aggregates: [count], allowedLateness: PT20S, latePaneEvery: PT20S}\n"),
            file(text().replace("PT10M", "PT20S").replace("outOfOrderness: PT4S", "outOfOrderness: PT2S")));

    @Property(tries = 150)
    void whateverHappensTheGridIsThatOfOneCalmPass(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 160);
        Run calm = new Run(log, new Random(1), Faults.NONE);
        Faults faults = new Faults(new Random(seed ^ 7), 0.02);
        Run fire = new Run(log, new Random(seed ^ 13), faults);

        calm.play();
        fire.play();

        assertThat(fire.stores.grid()).isEqualTo(calm.stores.grid());
        assertThat(fire.stores.halves()).isEqualTo(calm.stores.halves());
        assertThat(fire.stores.headsByShard()).isEqualTo(calm.stores.headsByShard());
        assertThat(fire.stores.panes).isEqualTo(calm.stores.panes);
        assertThat(fire.stores.quarantined.keySet()).isEqualTo(calm.stores.quarantined.keySet());
        assertThat(fire.stores.broken).isEmpty();
        assertThat(calm.stores.broken).isEmpty();
    }

    /** The log says which version each record is read with; which file an instance was deployed with says nothing. */
    @Property(tries = 150)
    void versionsOfTheViewsAreInForceWhereTheLogSaysWhoeverReadsIt(@ForAll long seed) {
        RandomLog log = new RandomLog(
                new Random(seed), 160, FILES.stream().map(ViewsFile::version).toList());
        Run calm = new Run(log, new Random(1), Faults.NONE, FILES);
        Run fire = new Run(log, new Random(seed ^ 13), new Faults(new Random(seed ^ 7), 0.02), FILES);

        calm.play();
        fire.play();

        assertThat(fire.stores.grid()).isEqualTo(calm.stores.grid());
        assertThat(fire.stores.halves()).isEqualTo(calm.stores.halves());
        assertThat(fire.stores.headsByShard()).isEqualTo(calm.stores.headsByShard());
        assertThat(fire.stores.panes).isEqualTo(calm.stores.panes);
        assertThat(fire.stores.broken).isEmpty();
        assertThat(calm.stores.broken).isEmpty();
    }

    @Property(tries = 50)
    void everyEventIsCountedOnce(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 120);
        Run fire = new Run(log, new Random(seed ^ 3), new Faults(new Random(seed ^ 5), 0.03));

        fire.play();

        String all = VIEWS.named("all").orElseThrow().id();
        long counted = fire.stores.grid().entrySet().stream()
                .filter(cell -> cell.getKey().contains("viewId=" + all))
                .mapToLong(cell -> ((Measures) cell.getValue()).count())
                .sum();
        assertThat(counted).isEqualTo(log.uniqueEvents.size());
    }

    @Property(tries = 50)
    void everyShardReachesItsEndAndNoneHoldsTheWatermarkForEver(@ForAll long seed) {
        RandomLog log = new RandomLog(new Random(seed), 90);
        Run fire = new Run(log, new Random(seed), new Faults(new Random(seed), 0.05));

        fire.play();

        assertThat(fire.stores.heads.values()).allSatisfy(head -> assertThat(head.ended())
                .isEqualTo(!List.of("C", "E").contains(head.shardId())));
        assertThat(fire.global().event()).isGreaterThan(0);
    }

    /** One consumer of the log: two instances, deliveries as an event source mapping makes them, closing now and then. */
    static final class Run {
        private final RandomLog log;
        private final Random random;
        private final Faults faults;
        final MemoryStores stores;
        private final Map<String, Integer> position = new HashMap<>();
        private final ShardProcessor[] instances = new ShardProcessor[2];

        private final List<ViewsFile> files;
        private final Versions closing;

        Run(RandomLog log, Random random, Faults faults) {
            this(log, random, faults, List.of(FILE));
        }

        /** Instances of several deployments; the first one opened the stream. */
        Run(RandomLog log, Random random, Faults faults, List<ViewsFile> files) {
            this.log = log;
            this.random = random;
            this.faults = faults;
            this.files = files;
            this.stores = new MemoryStores(faults);
            stores.have(files);
            this.closing = versions();
            for (String shard : List.of("A", "D")) {
                stores.heads.put(
                        shard,
                        Head.initial(
                                shard, RandomLog.RANGES.get(shard), files.get(0).version()));
            }
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
                if (random.nextInt(5) == 0) {
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
            try {
                instances[chosen].process(shard, records.subList(from, to));
                position.put(shard, to);
            } catch (BatchFailedException e) {
                if (random.nextBoolean()) {
                    instances[chosen] = instance(); // It died: nothing is reported, all is delivered again.
                } else {
                    for (int i = from; i < to; i++) {
                        if (records.get(i).sequence().equals(e.firstUnprocessed())) {
                            position.put(shard, i);
                        }
                    }
                }
            }
        }

        /** Whether the tick came through without a fault. */
        private boolean tick() {
            try {
                new Lineage(log, stores, closing).settle(log.shards());
                closer().close();
                return true;
            } catch (Faults.Failed e) {
                return false;
            }
        }

        dev.tidemark.domain.watermark.Watermarks global() {
            return dev.tidemark.window.close.GlobalWatermark.of(stores.heads(), log.shards());
        }

        private Closer closer() {
            return new Closer(closing, stores, log, stores, stores, stores, Runnable::run);
        }

        private ShardProcessor instance() {
            Versions versions = versions();
            return new ShardProcessor(
                    versions, stores, stores, stores, stores, new Lineage(log, stores, versions)::open, Runnable::run);
        }

        private Versions versions() {
            return new Versions(files.get(random.nextInt(files.size())), stores);
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

    private static ViewsFile file(String text) {
        try {
            return ViewsFile.parse(text, "views.yaml");
        } catch (ViewsException e) {
            throw new AssertionError(e);
        }
    }
}

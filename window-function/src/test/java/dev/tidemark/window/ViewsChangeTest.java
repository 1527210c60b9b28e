package dev.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.Table;
import dev.tidemark.window.exactlyonce.ShardHead;
import dev.tidemark.window.tick.TickReport;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Deployments with different views files on one stream: handlers and ticks against the emulators. */
class ViewsChangeTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private static final String OLD = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT1M, idleBound: PT10S, requestLifetime: PT2S}
            deduplicateFor: PT1H
            views:
              - {name: kept, key: none, window: {fixed: PT1M}, aggregates: [count]}
              - {name: changed, key: none, window: {fixed: PT1M}, aggregates: [count]}
            """;

    private static final String NEW = OLD.replace("name: changed, key: none", "name: changed, key: attributes.page");

    @Test
    void aNewFileIsInForceFromItsControlRecordOnInEachShard() {
        try (Emulated old = new Emulated(2, OLD, at(0));
                Emulated fresh = old.deploy(NEW, at(240))) {
            String kept = id(old, "kept");
            String before = id(old, "changed");
            String after = id(fresh, "changed");
            assertThat(old.tick(true).run().changedViews()).isZero();
            put(old, 0, 10);
            old.deliverAll(3);

            // Instances of the new deployment read the log before it is in force: it changes nothing.
            put(old, 10, 20);
            fresh.deliverAll(3);
            assertThat(countsByView(old)).containsExactlyInAnyOrderEntriesOf(Map.of(kept, 20L, before, 20L));

            assertThat(fresh.tick(true).run().changedViews()).isEqualTo(2);
            put(old, 20, 30);
            // Old instances and new ones in flight, in turns.
            old.deliverAll(2);
            put(old, 30, 35);
            fresh.deliverAll(2);
            put(old, 35, 40);
            old.deliverAll(2);

            assertThat(countsByView(old))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(kept, 40L, before, 20L, after, 20L));
            assertThat(old.journal.heads()).hasSize(2).allSatisfy(head -> {
                assertThat(head.openedWith()).isEqualTo(version(old));
                assertThat(head.viewsVersion()).isEqualTo(version(fresh));
            });

            old.putControl(new LogRecord.Watermark(START.plusSeconds(3600).toEpochMilli()));
            fresh.deliverAll(100);
            fresh.closing.everything();
            assertThat(panes(fresh)).containsExactlyInAnyOrderEntriesOf(Map.of(kept, 40L, before, 20L, after, 20L));
        }
    }

    @Test
    void ticksOfTwoDeploymentsDoNotTakeTurns() {
        try (Emulated old = new Emulated(1, OLD, at(0))) {
            old.tick(true).run();
            put(old, 0, 1);
            old.deliverAll(10);

            // Each row: seconds, which deployment's tick, records that it puts. The lease is three heartbeats.
            tick(old, 60, NEW, 0);
            tick(old, 120, OLD, 0);
            tick(old, 180, NEW, 0);
            tick(old, 240, NEW, 0);
            tick(old, 300, NEW, 0);
            assertThat(head(old).viewsVersion()).isEqualTo(version(old));
            tick(old, 301, NEW, 1);
            // Repeated until the shard has it, and no longer.
            tick(old, 360, NEW, 1);
            old.deliverAll(10);
            tick(old, 420, NEW, 0);
            // A straggler of the old deployment brings nothing back.
            tick(old, 421, OLD, 0);
            tick(old, 480, NEW, 0);
            old.deliverAll(10);
            assertThat(head(old).viewsVersion()).isNotEqualTo(version(old));

            // The same file again is a deployment like any other.
            tick(old, 661, OLD, 1);
            old.deliverAll(10);
            assertThat(head(old).viewsVersion()).isEqualTo(version(old));
        }
    }

    @Test
    void childrenGoOnWithTheVersionOfTheirParents() {
        try (Emulated old = new Emulated(1, OLD, at(0));
                Emulated fresh = old.deploy(NEW, at(240))) {
            put(old, 0, 4);
            String parent = old.shards.shards().get(0).id();
            Emulated.emulators().kinesis().splitShard(request -> request.streamName(old.names.stream())
                    .shardToSplit(parent)
                    .newStartingHashKey("170141183460469231731687303715884105728"));
            Emulated.emulators()
                    .kinesis()
                    .waiter()
                    .waitUntilStreamExists(
                            request -> request.streamName(old.names.stream()),
                            waiter -> waiter.backoffStrategyV2(attempt -> java.time.Duration.ofMillis(30)));
            put(old, 4, 12);
            String oldestVersion = version(old);

            old.deliverAll(10);
            fresh.parts.lineage().settle(old.shards.shards());

            assertThat(old.journal.heads()).hasSize(3).allSatisfy(head -> {
                assertThat(head.openedWith()).isEqualTo(oldestVersion);
                assertThat(head.viewsVersion()).isEqualTo(oldestVersion);
            });
        }
    }

    @Test
    void aVersionThatNobodyDeployedIsSetAside() {
        try (Emulated platform = new Emulated(1, OLD, at(0))) {
            put(platform, 0, 1);
            platform.putControl(new LogRecord.ViewsChanged("00000000"));
            put(platform, 1, 3);

            platform.deliverAll(10);

            assertThat(head(platform).viewsVersion()).isEqualTo(version(platform));
            assertThat(head(platform).counts().quarantined()).isEqualTo(1);
            assertThat(countsByView(platform).get(id(platform, "kept"))).isEqualTo(3);
        }
    }

    private static void tick(Emulated platform, int second, String file, int changed) {
        try (Emulated deployment = platform.deploy(file, at(second))) {
            TickReport report = deployment.tick(true).run();
            assertThat(report.changedViews()).as("at " + second + " s").isEqualTo(changed);
        }
    }

    private static ShardHead head(Emulated platform) {
        return platform.journal.heads().get(0);
    }

    private static String version(Emulated platform) {
        return platform.versions.deployed().version();
    }

    private static String id(Emulated platform, String view) {
        return platform.versions.deployed().named(view).orElseThrow().id();
    }

    private static Clock at(int second) {
        return Clock.fixed(START.plusSeconds(second), ZoneOffset.UTC);
    }

    /** Events from to − 1, one a second, of six devices, each in a record of its own. */
    private static void put(Emulated platform, int from, int to) {
        for (int i = from; i < to; i++) {
            long time = START.plusSeconds(i).toEpochMilli();
            LoggedEvent event = new LoggedEvent(
                    "e" + i,
                    "t",
                    null,
                    new EventTime(time, TimeQuality.UNCORRECTED),
                    Micros.NONE,
                    Map.of("page", Attribute.string("p" + i % 2)));
            platform.put(new LogRecord.Events(
                    "device-" + i % 6,
                    time,
                    "r",
                    List.of(new LoggedEnvelope(null, null, ClockOffset.none(), List.of(event)))));
        }
    }

    private static Map<String, Long> countsByView(Emulated platform) {
        return sums(platform.items(Table.CELLS));
    }

    private static Map<String, Long> panes(Emulated platform) {
        return sums(platform.items(Table.WINDOWS));
    }

    private static Map<String, Long> sums(List<Map<String, AttributeValue>> items) {
        Map<String, Long> sums = new TreeMap<>();
        items.forEach(item -> sums.merge(
                item.get("pk").s().substring(0, item.get("pk").s().indexOf('#')),
                Long.parseLong(item.get("count").n()),
                Long::sum));
        return sums;
    }
}

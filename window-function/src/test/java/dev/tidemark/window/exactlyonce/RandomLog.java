package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.window.shards.ListedShard;
import dev.tidemark.window.shards.ShardSource;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A device-partitioned log with everything in it: several devices a shard, disorder, repeated events, heartbeats, records
 * that are none, and shards that split and merge: A becomes B and C, B and D become E.
 */
final class RandomLog implements ShardSource {

    private static final long START = 1_700_000_000_000L;

    /** The shards' ranges, in halves and quarters of all hash keys. */
    static final Map<String, HashKeyRange> RANGES =
            Map.of("A", eighths(0, 4), "B", eighths(2, 4), "C", eighths(0, 2), "D", eighths(4, 8), "E", eighths(2, 8));

    /** Six devices: two of B, two of C, two of D. */
    private static final List<String> DEVICES = Stream.of("B", "C", "D")
            .flatMap(shard -> Stream.iterate(0, i -> i + 1)
                    .map(i -> "device-" + i)
                    .filter(RANGES.get(shard)::contains)
                    .limit(2))
            .toList();

    final Map<String, List<RawRecord>> records = new LinkedHashMap<>();
    final Map<String, List<String>> parents = new LinkedHashMap<>();
    final Set<String> uniqueEvents = new HashSet<>();
    private final Random random;
    private final LogRecordWriter writer = new LogRecordWriter();
    private final Map<String, List<LoggedEvent>> sent = new LinkedHashMap<>();
    private long now = START;
    private int number;

    RandomLog(Random random, int size) {
        this(random, size, List.of());
    }

    /** A log that goes on with another version of the views now and then, a shard at a time. */
    RandomLog(Random random, int size, List<String> versions) {
        this.random = random;
        parents.put("A", List.of());
        parents.put("D", List.of());
        parents.put("B", List.of("A"));
        parents.put("C", List.of("A"));
        parents.put("E", List.of("B", "D"));
        parents.keySet().forEach(shard -> records.put(shard, new ArrayList<>()));
        for (int i = 0; i < size; i++) {
            now += random.nextInt(2_000);
            step(i * 3 / size);
            if (!versions.isEmpty() && random.nextInt(12) == 0) {
                String shard = shardOf(random.nextInt(DEVICES.size()), i * 3 / size);
                append(shard, new LogRecord.ViewsChanged(versions.get(random.nextInt(versions.size()))));
            }
        }
        now += 3_600_000;
        for (String shard : List.of("C", "E")) {
            append(shard, new LogRecord.Watermark(now));
        }
    }

    /** Phase 0: A and D; phase 1: A has split into B and C; phase 2: B and D have merged into E. */
    private void step(int phase) {
        int device = random.nextInt(DEVICES.size());
        String deviceId = DEVICES.get(device);
        String shard = shardOf(device, phase);
        double kind = random.nextDouble();
        if (kind < 0.08) {
            append(shard, new LogRecord.Heartbeat(now));
        } else if (kind < 0.1) {
            byte[] rubbish = ("{\"kind\":\"rubbish " + i() + "\"}").getBytes(StandardCharsets.UTF_8);
            append(shard, rubbish);
        } else {
            List<LoggedEvent> events = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                events.add(event(deviceId));
            }
            append(
                    shard,
                    new LogRecord.Events(
                            deviceId,
                            now,
                            "r" + i(),
                            List.of(new LoggedEnvelope(null, null, ClockOffset.none(), events))));
        }
    }

    private static HashKeyRange eighths(int from, int to) {
        BigInteger eighth = BigInteger.ONE.shiftLeft(125);
        return new HashKeyRange(
                eighth.multiply(BigInteger.valueOf(from)),
                eighth.multiply(BigInteger.valueOf(to)).subtract(BigInteger.ONE));
    }

    private static String shardOf(int device, int phase) {
        return switch (phase) {
            case 0 -> device < 4 ? "A" : "D";
            case 1 -> device < 2 ? "B" : device < 4 ? "C" : "D";
            default -> device < 2 || device >= 4 ? "E" : "C";
        };
    }

    private LoggedEvent event(String device) {
        List<LoggedEvent> before = sent.computeIfAbsent(device, d -> new ArrayList<>());
        if (!before.isEmpty() && random.nextDouble() < 0.2) {
            return before.get(random.nextInt(before.size()));
        }
        String id = "e" + i();
        long late = (long) (-Math.log(1 - random.nextDouble()) * 5_000);
        LoggedEvent event = new LoggedEvent(
                id,
                random.nextBoolean() ? "click" : "view",
                null,
                new EventTime(now - late, TimeQuality.UNCORRECTED),
                random.nextInt(4) == 0 ? Micros.NONE : random.nextInt(2_000_000) - 1_000_000,
                Map.of(
                        "campaign",
                        Attribute.string("c" + random.nextInt(3)),
                        "on",
                        Attribute.string("x" + random.nextInt(2))));
        before.add(event);
        uniqueEvents.add(device + "/" + id);
        return event;
    }

    private int i() {
        return number++;
    }

    private void append(String shard, LogRecord record) {
        append(shard, writer.write(record));
    }

    private void append(String shard, byte[] data) {
        List<RawRecord> log = records.get(shard);
        log.add(new RawRecord(Sequence.pad(Integer.toString(1 + i())), now, "p", data));
    }

    @Override
    public List<ListedShard> shards() {
        List<ListedShard> shards = new ArrayList<>();
        parents.forEach((id, from) ->
                shards.add(new ListedShard(id, from, !Set.of("C", "E").contains(id), RANGES.get(id))));
        return shards;
    }

    @Override
    public boolean isAtEnd(String shardId, String paddedSequence) {
        List<RawRecord> log = records.get(shardId);
        return log.isEmpty() || log.get(log.size() - 1).sequence().compareTo(paddedSequence) <= 0;
    }
}

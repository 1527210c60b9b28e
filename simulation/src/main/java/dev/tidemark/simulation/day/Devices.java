package dev.tidemark.simulation.day;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LogRecordWriter;
import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.simulation.kinesis.KinesisStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Devices whose requests ingestion has taken: records of the log as it writes them. Some clocks are wrong, some devices are
 * offline for a while, some requests come twice, and now and then somebody else writes what is no record at all.
 */
final class Devices {

    /** How the devices behave. */
    record Habits(
            /** The longest that a device keeps events while it is offline. */
            long longestOfflineMillis,
            /** How often a device that posts has been offline. */
            double offline,
            /** How often events come once more. */
            double repeating,
            /** How often a record is none. */
            double rubbish,
            /** How often a new event has an id that the device has given before. */
            double reusing,
            /** How old an event may be; older ones are refused at the door. */
            long oldestMillis) {

        static final Habits USUAL = new Habits(3_600_000L, 0.1, 0.15, 0.01, 0, 30 * 86_400_000L);
    }

    private static final int REMEMBERED = 50;

    /** What a device sent, to be sent again: with the stamps that it had. */
    private record SentEvent(
            String id, String type, long occurredAt, long valueMicros, Map<String, Attribute> attributes) {}

    private final KinesisStream stream;
    private final SplittableRandom random;
    private final Habits habits;
    private final int count;
    private final List<List<SentEvent>> sent = new ArrayList<>();
    private final long[] clockError;
    private final LogRecordWriter writer = new LogRecordWriter();
    private long number;
    private long records;

    Devices(KinesisStream stream, SplittableRandom random, int count, Habits habits) {
        this.stream = stream;
        this.random = random;
        this.habits = habits;
        this.count = count;
        this.clockError = new long[count];
        for (int i = 0; i < count; i++) {
            sent.add(new ArrayList<>());
            clockError[i] = random.nextInt(4) == 0 ? random.nextLong(-3_600_000L, 3_600_000L) : 0;
        }
    }

    int count() {
        return count;
    }

    /** How many records they have put into the log. */
    long records() {
        return records;
    }

    /** A request of a device that arrives now. */
    void post(int device, long nowMillis) {
        records++;
        String deviceId = "device-" + device;
        if (random.nextDouble() < habits.rubbish()) {
            stream.put(deviceId, null, ("{\"kind\":\"rubbish " + ++number + "\"}").getBytes(StandardCharsets.UTF_8));
            return;
        }
        long receivedAt = nowMillis - random.nextLong(2_000);
        long sentAt = receivedAt - random.nextLong(3_000) + clockError[device];
        ClockOffset offset = ClockOffset.oneWay(sentAt, receivedAt);
        List<LoggedEvent> events = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            add(next(device, sentAt), sentAt, receivedAt, offset, events);
        }
        put(deviceId, sentAt, receivedAt, offset, events);
    }

    /** A request of a device with a right clock that arrives now, with one event that happened so long ago. */
    void postLate(int device, long nowMillis, long ageMillis) {
        records++;
        ClockOffset offset = ClockOffset.oneWay(nowMillis, nowMillis);
        List<LoggedEvent> events = new ArrayList<>();
        add(
                new SentEvent("e" + ++number, "click", nowMillis - ageMillis, Micros.NONE, attributes()),
                nowMillis,
                nowMillis,
                offset,
                events);
        put("device-" + device, nowMillis, nowMillis, offset, events);
    }

    private void add(SentEvent event, long sentAt, long receivedAt, ClockOffset offset, List<LoggedEvent> events) {
        EventTime time = EventTime.of(event.occurredAt(), sentAt, receivedAt, offset, DeadBand.DEFAULT);
        if (time.millis() >= receivedAt - habits.oldestMillis()) {
            events.add(new LoggedEvent(
                    event.id(),
                    event.type(),
                    IsoInstant.format(event.occurredAt()),
                    time,
                    event.valueMicros(),
                    event.attributes()));
        }
    }

    private void put(String deviceId, long sentAt, long receivedAt, ClockOffset offset, List<LoggedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        stream.put(
                deviceId,
                null,
                writer.write(new LogRecord.Events(
                        deviceId,
                        receivedAt,
                        "request-" + records,
                        List.of(new LoggedEnvelope(IsoInstant.format(sentAt), null, offset, events)))));
    }

    private SentEvent next(int device, long sentAt) {
        List<SentEvent> before = sent.get(device);
        if (!before.isEmpty() && random.nextDouble() < habits.repeating()) {
            return before.get(random.nextInt(before.size()));
        }
        boolean offline = random.nextDouble() < habits.offline();
        long age = offline ? random.nextLong(habits.longestOfflineMillis()) : random.nextLong(20_000);
        boolean reused = !before.isEmpty() && habits.reusing() > 0 && random.nextDouble() < habits.reusing();
        SentEvent event = new SentEvent(
                reused ? before.get(random.nextInt(before.size())).id() : "e" + ++number,
                random.nextBoolean() ? "click" : "view",
                sentAt - age,
                random.nextInt(4) == 0 ? Micros.NONE : random.nextInt(2_000_000) - 1_000_000,
                attributes());
        before.add(event);
        if (before.size() > REMEMBERED) {
            before.remove(0);
        }
        return event;
    }

    /** In an order of its own: that of {@code Map.of} is another one in each JVM. */
    private Map<String, Attribute> attributes() {
        Map<String, Attribute> attributes = new TreeMap<>();
        attributes.put("campaign", Attribute.string("c" + random.nextInt(3)));
        attributes.put("on", Attribute.string("x" + random.nextInt(2)));
        return attributes;
    }
}

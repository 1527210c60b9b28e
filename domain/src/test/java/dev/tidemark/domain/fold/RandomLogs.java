package dev.tidemark.domain.fold;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logs of one shard with everything in them that a log can hold: several devices, late events, repeated ids near and far,
 * arrivals out of order, control records, records in quarantine.
 */
final class RandomLogs {

    private RandomLogs() {}

    static List<ShardRecord> of(Random random, int length) {
        List<LogRecord> records = new ArrayList<>();
        long now = random.nextInt(100_000);
        for (int i = 0; i < length; i++) {
            now += random.nextInt(10) == 0 ? random.nextInt(70_000) : random.nextInt(4_000);
            records.add(
                    switch (random.nextInt(12)) {
                        case 0 -> new LogRecord.Heartbeat(now - random.nextInt(5_000));
                        case 1 -> new LogRecord.Watermark(now - random.nextInt(60_000));
                        case 2 -> random.nextBoolean() ? null : new LogRecord.ViewsChanged("v" + i);
                        default -> events(random, now - random.nextInt(3_000));
                    });
        }
        return Logs.log(records);
    }

    private static LogRecord.Events events(Random random, long receivedAt) {
        LoggedEvent[] events = new LoggedEvent[1 + random.nextInt(4)];
        for (int i = 0; i < events.length; i++) {
            long skew = random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(2_000);
            events[i] = Logs.event(
                    "e" + random.nextInt(60),
                    random.nextInt(4) == 0 ? "u" : "t",
                    receivedAt - skew,
                    random.nextInt(4) == 0 ? "" : Integer.toString(random.nextInt(2_000) - 1_000));
        }
        return Logs.events("d" + random.nextInt(3), receivedAt, events);
    }
}

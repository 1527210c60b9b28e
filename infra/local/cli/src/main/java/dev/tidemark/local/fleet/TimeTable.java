package dev.tidemark.local.fleet;

import dev.tidemark.domain.event.DeadBand;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.TimeQuality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The error of event times, measured: phones whose true times are known, their requests as the client writes them, and the
 * rule that ingestion judges by, under several dead bands. The same seed prints the same table.
 */
public final class TimeTable {

    /** What was, what is, and what one would try beside it. */
    static final List<DeadBand> BANDS = List.of(band(10, 10), band(0, 30), DeadBand.DEFAULT, band(1, 60));

    private static final String LINE = "%-28s%-14s%9s%10s%10s%8s%8s%n";

    private final long seed;
    private final int phones;
    private final Duration length;
    private final Map<TimeQuality, TimeErrors> byQuality = new TreeMap<>();

    /**
     * A table.
     *
     * @param phones of each kind, {@code >= 1}
     * @param length how long each lives
     */
    public TimeTable(long seed, int phones, Duration length) {
        this.seed = seed;
        this.phones = phones;
        this.length = length;
    }

    /** Lets every kind of phone live, without and with the clock exchange, and returns the lines. */
    public String measure() {
        StringBuilder table = new StringBuilder();
        header(table, "clock and network", "dead band");
        for (Trial trial : Trial.all()) {
            List<TrialLog.Sighting> oneWay = sightings(trial, false);
            for (DeadBand band : BANDS) {
                line(table, trial.name(), text(band), errors(oneWay, band));
            }
            List<TrialLog.Sighting> exchanged = sightings(trial, true);
            line(table, trial.name(), "exchange", errors(exchanged, DeadBand.DEFAULT));
            count(oneWay);
            count(exchanged);
        }
        table.append(String.format("%n"));
        header(table, "all of them, by timeQuality", "dead band");
        byQuality.forEach((quality, errors) -> line(table, quality.wireName(), text(DeadBand.DEFAULT), errors));
        return table.toString();
    }

    private List<TrialLog.Sighting> sightings(Trial trial, boolean exchanges) {
        List<TrialLog.Sighting> sightings = new ArrayList<>(TrialLog.of(trial, exchanges, seed, phones, length));
        sightings.sort(Comparator.comparingLong(TrialLog.Sighting::happenedAt));
        return sightings;
    }

    static TimeErrors errors(List<TrialLog.Sighting> sightings, DeadBand band) {
        TimeErrors errors = new TimeErrors();
        for (TrialLog.Sighting it : sightings) {
            errors.add(it.deviceId(), it.happenedAt(), judged(it, band).millis());
        }
        return errors;
    }

    private void count(List<TrialLog.Sighting> sightings) {
        for (TrialLog.Sighting it : sightings) {
            EventTime time = judged(it, DeadBand.DEFAULT);
            byQuality
                    .computeIfAbsent(time.quality(), quality -> new TimeErrors())
                    .add(it.deviceId(), it.happenedAt(), time.millis());
        }
    }

    private static EventTime judged(TrialLog.Sighting it, DeadBand band) {
        return EventTime.of(it.occurredAt(), it.sentAt(), it.receivedAt(), it.offset(), band);
    }

    private static void header(StringBuilder table, String kind, String band) {
        table.append(String.format(Locale.ROOT, LINE, kind, band, "events", "p50 ms", "p99 ms", "minute", "order"));
    }

    private static void line(StringBuilder table, String kind, String band, TimeErrors errors) {
        table.append(String.format(
                Locale.ROOT,
                LINE,
                kind,
                band,
                String.format(Locale.ROOT, "%,d", errors.events()),
                String.format(Locale.ROOT, "%,d", errors.quantile(0.5)),
                String.format(Locale.ROOT, "%,d", errors.quantile(0.99)),
                String.format(Locale.ROOT, "%.1f %%", 100 * errors.wrongMinute()),
                String.format(Locale.ROOT, "%,d", errors.inversions())));
    }

    private static String text(DeadBand band) {
        return band.ahead().toSeconds() + " s / " + band.behind().toSeconds() + " s";
    }

    private static DeadBand band(long aheadSeconds, long behindSeconds) {
        return new DeadBand(Duration.ofSeconds(aheadSeconds), Duration.ofSeconds(behindSeconds));
    }
}

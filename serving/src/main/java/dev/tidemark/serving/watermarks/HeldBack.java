package dev.tidemark.serving.watermarks;

import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.watermark.Stage;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.domain.watermark.StageWatermark;
import dev.tidemark.domain.watermark.Watermarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A shard that no other is behind: the global watermark is its own.
 *
 * @param domain of the watermark
 * @param shardId of the shard
 * @param watermarkMillis its watermark, or {@link Watermarks#UNKNOWN}
 * @param state why it stands there
 * @param appliedMillis the clock of its log at its head: nothing received later is applied; {@link Watermarks#UNKNOWN} without one
 * @param lastRecordMillis the latest instant in its log, or {@link Watermarks#UNKNOWN}
 */
public record HeldBack(
        TimeDomain domain,
        String shardId,
        long watermarkMillis,
        State state,
        long appliedMillis,
        long lastRecordMillis) {

    /** After so many heartbeats without being moved a shard is failing, since heartbeats reach idle ones as well. */
    static final int MISSED_HEARTBEATS = 3;

    /** Why a shard stands where it stands. */
    public enum State {
        /** Everything in its log is applied, and its clock goes on: it has no events. */
        IDLE,
        /** Its log has records that are not applied yet. */
        BEHIND,
        /** Its clock stands: it cannot be read, or what reads it fails. */
        FAILING;

        /** In lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The shards that hold a reading back, one or more a domain, or none where no shard is live.
     *
     * @param nowMillis the time now; of a recording the clock of the log
     */
    public static List<HeldBack> in(StageReading reading, Duration heartbeatEvery, long nowMillis) {
        List<HeldBack> held = new ArrayList<>();
        for (TimeDomain domain : TimeDomain.values()) {
            List<StageWatermark> rows = reading.stages().stream()
                    .filter(row -> row.stage() == Stage.SHARD && row.domain() == domain)
                    .toList();
            long least = rows.stream().mapToLong(StageWatermark::output).min().orElse(Watermarks.UNKNOWN);
            for (StageWatermark row : rows) {
                if (row.output() == least) {
                    held.add(of(row, applied(reading, row.shardId()), heartbeatEvery, nowMillis));
                }
            }
        }
        return held;
    }

    private static HeldBack of(StageWatermark row, long applied, Duration heartbeatEvery, long nowMillis) {
        boolean stands =
                applied != Watermarks.UNKNOWN && applied < nowMillis - MISSED_HEARTBEATS * heartbeatEvery.toMillis();
        State state = stands ? State.FAILING : applied < row.input() ? State.BEHIND : State.IDLE;
        return new HeldBack(row.domain(), row.shardId(), row.output(), state, applied, row.input());
    }

    private static long applied(StageReading reading, String shardId) {
        for (StageReading.StageShard shard : reading.shards()) {
            if (shard.id().equals(shardId) && shard.applied() != null) {
                return shard.applied().clock();
            }
        }
        return Watermarks.UNKNOWN;
    }
}

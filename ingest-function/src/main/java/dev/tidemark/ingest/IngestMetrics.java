package dev.tidemark.ingest;

import dev.tidemark.domain.event.ClockOffset;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import dev.tidemark.domain.view.IngestPolicy;
import dev.tidemark.ingest.model.Envelope;
import dev.tidemark.ingest.model.EnvelopeVerdict;
import dev.tidemark.ingest.model.Ignored;
import dev.tidemark.ingest.model.RejectCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Verdicts and times in metrics. Nothing of an event's content becomes a label. */
@Singleton
class IngestMetrics {

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1),
        Duration.ofDays(7)
    };

    private final Counter accepted;
    private final Counter retries;
    private final Counter[] rejected = new Counter[RejectCode.values().length];
    private final Counter[] qualities = new Counter[TimeQuality.values().length];
    private final Counter ignored;
    private final Timer skew;
    private final Timer clockOffset;

    IngestMetrics(MeterRegistry registry, IngestPolicy policy) {
        accepted = verdict(registry, "accepted", "none");
        retries = verdict(registry, "retry", "none");
        for (RejectCode code : RejectCode.values()) {
            rejected[code.ordinal()] = verdict(registry, "rejected", code.wireName());
        }
        for (TimeQuality quality : TimeQuality.values()) {
            qualities[quality.ordinal()] = Counter.builder("tidemark.events.time.quality")
                    .description("Events by how their time came about")
                    .tag("quality", quality.wireName())
                    .register(registry);
        }
        ignored = Counter.builder("tidemark.fields.ignored")
                .description("Members of bodies that nobody knows")
                .register(registry);
        skew = Timer.builder("tidemark.event.skew")
                .description("receivedAt minus event time: how late events arrive")
                .serviceLevelObjectives(boundsTo(policy.oldest()))
                .register(registry);
        clockOffset = Timer.builder("tidemark.clock.offset")
                .description("How far devices' clocks are off, either way")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    void countTimes(Envelope envelope) {
        ClockOffset offset = envelope.logged().offset();
        if (offset.basis() != ClockOffset.Basis.NONE) {
            clockOffset.record(Math.abs(offset.offsetMillis()), TimeUnit.MILLISECONDS);
        }
        int[] byQuality = new int[qualities.length];
        for (LoggedEvent event : envelope.logged().events()) {
            skew.record(envelope.receivedAtMillis() - event.time().millis(), TimeUnit.MILLISECONDS);
            byQuality[event.time().quality().ordinal()]++;
        }
        for (int quality = 0; quality < byQuality.length; quality++) {
            if (byQuality[quality] > 0) {
                qualities[quality].increment(byQuality[quality]);
            }
        }
    }

    void countVerdicts(List<EnvelopeVerdict> verdicts) {
        for (EnvelopeVerdict verdict : verdicts) {
            accepted.increment(verdict.accepted());
            countIgnored(verdict.ignored());
            if (verdict.retries() > 0) {
                retries.increment(verdict.retries());
            }
            verdict.rejections()
                    .forEach(rejection -> rejected[rejection.rejected().code().ordinal()].increment());
        }
    }

    void countIgnored(Ignored members) {
        if (members.count() > 0) {
            ignored.increment(members.count());
        }
    }

    /** No accepted event is later than the last one: what lies between it and the one before counts as well. */
    private static Duration[] boundsTo(Duration oldest) {
        return Stream.concat(Arrays.stream(BOUNDS).filter(bound -> bound.compareTo(oldest) < 0), Stream.of(oldest))
                .toArray(Duration[]::new);
    }

    private static Counter verdict(MeterRegistry registry, String verdict, String code) {
        return Counter.builder("tidemark.events")
                .description("Events by verdict")
                .tag("verdict", verdict)
                .tag("code", code)
                .register(registry);
    }
}

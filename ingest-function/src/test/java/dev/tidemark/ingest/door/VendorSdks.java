package dev.tidemark.ingest.door;

import dev.tidemark.domain.event.LoggedEnvelope;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.ingest.support.Browser;
import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.FaultProxy.Fault;
import dev.tidemark.ingest.support.Log;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the tests of vendors' SDKs share. */
final class VendorSdks {

    private VendorSdks() {}

    /** Half a second to write a body, so that the SDKs see failures soon; pages of one origin. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidemark.put.deadline", "PT0.5S",
                    "tidemark.put.first-backoff", "PT0.01S",
                    "tidemark.cors-origins", Browser.ORIGIN);
        }
    }

    static List<LoggedEvent> events(Log log, String device) {
        return envelopes(log, device).stream()
                .flatMap(envelope -> envelope.events().stream())
                .toList();
    }

    static List<LoggedEnvelope> envelopes(Log log, String device) {
        return log.of(device).stream()
                .flatMap(record -> record.envelopes().stream())
                .toList();
    }

    /** From the first event on Kinesis takes nothing for more than twice as long as a body is tried. */
    static void failAtFirst(FaultProxy proxy) {
        AtomicLong first = new AtomicLong();
        proxy.plan(() -> {
            long now = System.nanoTime();
            first.compareAndSet(0, now);
            return now - first.get() < TimeUnit.MILLISECONDS.toNanos(1_200)
                    ? new Fault.Entries(i -> true, "ProvisionedThroughputExceededException")
                    : new Fault.None();
        });
    }

    static List<String> ids(String prefix, int count, String... more) {
        return Stream.concat(IntStream.range(0, count).mapToObj(i -> prefix + i), Stream.of(more))
                .toList();
    }
}

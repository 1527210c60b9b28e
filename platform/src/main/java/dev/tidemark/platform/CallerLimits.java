package dev.tidemark.platform;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often callers may send before ingestion answers 429. Each instance counts for itself, so that of several all let through
 * more than one; the hard bound is the gateway's.
 *
 * @param keyPerSecond requests a second of one API key, above zero; empty for any number
 * @param devicePerSecond envelopes a second of one device, above zero; empty for any number
 */
public record CallerLimits(Optional<BigDecimal> keyPerSecond, Optional<BigDecimal> devicePerSecond) {

    /** Anybody may send as often as the gateway lets him. */
    public static final CallerLimits NONE = new CallerLimits(Optional.empty(), Optional.empty());

    public CallerLimits {
        requirePositive("keyPerSecond", keyPerSecond);
        requirePositive("devicePerSecond", devicePerSecond);
    }

    /** As variables of ingestion's environment; none for what has no bound. */
    public Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        keyPerSecond.ifPresent(rate -> variables.put(Environment.KEY_PER_SECOND, rate.toPlainString()));
        devicePerSecond.ifPresent(rate -> variables.put(Environment.DEVICE_PER_SECOND, rate.toPlainString()));
        return variables;
    }

    private static void requirePositive(String name, Optional<BigDecimal> rate) {
        if (rate.isPresent() && rate.get().signum() <= 0) {
            throw new IllegalArgumentException(name + " > 0: " + rate.get().toPlainString());
        }
    }
}

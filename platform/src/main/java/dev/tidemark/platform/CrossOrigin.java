package dev.tidemark.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What browsers may do on pages of other origins. The one list of these origins is a variable of the HTTP API's stage: the
 * gateway answers preflights by it, and hands it to the function in the event of every request, beside the headers and not
 * among them, so that no client can set it. The gateway's answers and the function's are made from the same constants.
 */
public final class CrossOrigin {

    /** The stage variable: origins, comma-separated; without it, no page of another origin may send. */
    public static final String STAGE_VARIABLE = "allowedOrigins";

    public static final List<String> METHODS = List.of("GET", "POST");

    /** Headers that a page may send. */
    public static final List<String> HEADERS =
            List.of("authorization", "content-encoding", "content-type", "x-api-key");

    /** Headers that a page may read. */
    public static final List<String> EXPOSED_HEADERS = List.of("retry-after");

    /** How long a browser may keep the answer to a preflight. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /** The most characters that API Gateway takes as the value of a stage variable. */
    static final int LONGEST_VALUE = 512;

    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:-]+");

    private CrossOrigin() {}

    /**
     * The stage's variables; empty without origins, since no variable has an empty value.
     *
     * @throws IllegalArgumentException if one is not scheme, host and port, or all together are too long
     */
    public static Map<String, String> stageVariables(List<String> origins) {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        STAGE_VARIABLE + ": scheme, host and port, no path: '" + origin + "'");
            }
        }
        String value = String.join(",", origins);
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException(STAGE_VARIABLE + ": at most " + LONGEST_VALUE
                    + " characters with their commas, which is all that a stage variable holds: " + value.length());
        }
        return value.isEmpty() ? Map.of() : Map.of(STAGE_VARIABLE, value);
    }

    /** The origins in a stage's variables; none if there is no such variable, or none at all. */
    public static List<String> origins(@Nullable Map<String, String> stageVariables) {
        String value = stageVariables == null ? null : stageVariables.get(STAGE_VARIABLE);
        return value == null || value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }
}

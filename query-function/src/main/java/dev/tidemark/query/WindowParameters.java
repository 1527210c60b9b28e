package dev.tidemark.query;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.query.door.QueryParameters;
import dev.tidemark.query.door.QueryProblem;
import dev.tidemark.serving.windows.Layer;
import dev.tidemark.serving.windows.WindowQuery;
import dev.tidemark.serving.windows.WindowQuestion;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** What a caller may say about the windows that he asks for; each is checked here, and refused with a sentence. */
final class WindowParameters {

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String KEY = "key";
    private static final String LAYER = "layer";
    private static final String AS_OF = "asOf";
    private static final String LATENESS = "lateness";
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String FORMAT = "format";

    private static final int MOST = 1_000;
    private static final int USUAL = 100;
    private static final long MINUTE_MILLIS = 60_000L;
    private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
    private static final long LONGEST_DAYS = 366;

    private final QueryParameters given;

    private WindowParameters(QueryParameters given) {
        this.given = given;
    }

    static WindowParameters of(UriInfo address) {
        return new WindowParameters(
                QueryParameters.of(address, FROM, TO, KEY, LAYER, AS_OF, LATENESS, LIMIT, CURSOR, FORMAT));
    }

    /**
     * The question. Without {@code to} it goes up to the end of this minute, without {@code from} it begins an hour before that or, if
     * that is earlier, before the published watermark. Both are full minutes, so that whoever asks again in the same minute asks the same.
     *
     * @param published the published watermark of the view, or {@link Watermarks#UNKNOWN}; asked only where it is needed
     */
    WindowQuestion question(View view, LongSupplier published, long nowMillis) {
        long end = given.value(TO)
                .map(text -> instant(TO, text))
                .orElseGet(() -> Math.floorDiv(nowMillis, MINUTE_MILLIS) * MINUTE_MILLIS + MINUTE_MILLIS);
        long start = given.value(FROM).map(text -> instant(FROM, text)).orElseGet(() -> {
            long known = published.getAsLong();
            long begin = known == Watermarks.UNKNOWN ? end : Math.min(known, end);
            return Math.max(
                    WindowQuestion.EARLIEST_MILLIS, Math.floorDiv(begin, MINUTE_MILLIS) * MINUTE_MILLIS - HOUR_MILLIS);
        });
        OptionalLong asOf = given.value(AS_OF)
                .map(text -> OptionalLong.of(instant(AS_OF, text)))
                .orElse(OptionalLong.empty());
        try {
            return new WindowQuestion(
                    view,
                    layer(),
                    new WindowQuery(given.value(KEY).orElse(null), start, end, asOf),
                    given.value(LATENESS).map(WindowParameters::lateness));
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private Layer layer() {
        return given.value(LAYER)
                .map(text -> Layer.of(text).orElseThrow(() -> bad(LAYER, "merged, stream or batch", text)))
                .orElse(Layer.MERGED);
    }

    private static Duration lateness(String text) {
        try {
            Duration asked = Duration.parse(text);
            // Longer than any lateness, and its milliseconds would be no number.
            if (!asked.isNegative() && asked.toDays() <= LONGEST_DAYS) {
                return asked;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // Refused below, as one below zero is.
        }
        throw bad(LATENESS, "a duration of ISO 8601 from zero to a year, as PT10M", text);
    }

    private static long instant(String name, String text) {
        long millis = IsoInstant.parse(text);
        if (millis == IsoInstant.UNREADABLE) {
            throw bad(name, "an instant as 2026-11-22T01:02:03Z", text);
        }
        return millis;
    }

    /** How many values a page has at most. */
    int limit() {
        return given.value(LIMIT).map(WindowParameters::limit).orElse(USUAL);
    }

    private static int limit(String text) {
        try {
            int asked = Integer.parseInt(text);
            if (asked >= 1 && asked <= MOST) {
                return asked;
            }
        } catch (NumberFormatException e) {
            // Refused below, as one out of the bounds is.
        }
        throw bad(LIMIT, "a number from 1 to " + MOST, text);
    }

    /** Where to go on; empty for the first page. */
    Optional<String> cursor() {
        return given.value(CURSOR);
    }

    /**
     * {@code format}, or else the media type that is asked for.
     *
     * @param accept the header of that name, or nothing
     */
    PageFormat format(String accept) {
        return given.value(FORMAT)
                .map(text -> PageFormat.named(text).orElseThrow(() -> bad(FORMAT, "json, ndjson or csv", text)))
                .orElseGet(() -> PageFormat.accepted(accept));
    }

    private static QueryProblem bad(String name, String is, String text) {
        return bad("'" + name + "' is " + is + ", and not '" + QueryProblem.shown(text) + "'");
    }

    private static QueryProblem bad(String detail) {
        return new QueryProblem(QueryProblem.Kind.BAD_REQUEST, detail);
    }
}

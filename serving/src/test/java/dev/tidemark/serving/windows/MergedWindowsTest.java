package dev.tidemark.serving.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Window;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The book's four windows, of which the batch has verified three and says something else of two. The watermark stands at 12:17,
 * which leaves the last window open for late events; times are mm:ss after 12 o'clock.
 */
class MergedWindowsTest {

    private static final long NOW = IsoInstant.parse("2026-11-23T03:00:00Z");

    private static Emulators emulators;
    private static int stacks;

    private final Names names = new Names("merged" + ++stacks);
    private final WindowReader reader = new WindowReader(emulators.dynamoDb(), names::table);
    private final BookLog book = new BookLog("window: {fixed: PT2M}", "allowedLateness: PT10M", "latePaneEvery: PT1M");
    private BookTables tables;

    @BeforeAll
    static void start(@TempDir Path data) {
        emulators = Checkout.find().emulators(data, EnumSet.of(Emulator.DYNAMODB));
    }

    @AfterAll
    static void stop() {
        emulators.close();
    }

    @BeforeEach
    void store() {
        tables = new BookTables(emulators.dynamoDb(), names);
        tables.store(book, BookLog.at("17:00"));
        correct("run-1", "00:00", "02:00", "team", Optional.of("15"));
        correct("run-1", "02:00", "04:00", "team", Optional.empty());
        correct("run-1", "02:00", "04:00", "other", Optional.of("7"));
        publish("run-1", "06:00");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            MERGED | 00..02 team verified correction 15 #2, 02..04 other verified correction 7 #0, 04..06 team verified stream 4 #0, 06..08 team onTime stream 12 #0
            STREAM | 00..02 team final stream 14 #1, 02..04 team final stream 18 #0, 04..06 team final stream 4 #0, 06..08 team onTime stream 12 #0
            BATCH  | 00..02 team verified correction 15 #2, 02..04 other verified correction 7 #0, 04..06 team verified stream 4 #0
            """)
    void eachLayerHasItsWord(Layer layer, String expected) {
        assertThat(print(reader.all(book.view, layer, WindowQuery.ALL)))
                .as("in one pass")
                .isEqualTo(expected);
        assertThat(print(reader.all(book.view, layer, query(null))))
                .as("window by window")
                .isEqualTo(expected);
        assertThat(print(values(layer, null, 100))).as("as a page").isEqualTo(expected);
        assertThat(print(values(layer, null, 1))).as("page by page").isEqualTo(expected);
    }

    @Test
    void oneKeyIsAskedForAlone() {
        assertThat(print(values(Layer.MERGED, "other", 10))).isEqualTo("02..04 other verified correction 7 #0");
    }

    /** The first page is read, then everything changes that can, and the others go on as if nothing had. */
    @Test
    void pagesGoOnFromWhereTheFirstOneStoodWhateverIsPublishedMeanwhile() {
        WindowQuestion question = question(Layer.MERGED, null);
        String before = print(values(Layer.MERGED, null, 1));
        WindowPage first = open(question, Optional.empty());
        List<WindowValue> values = new ArrayList<>(List.of(first.next()));

        correct("run-2", "00:00", "02:00", "team", Optional.of("1"));
        correct("run-2", "04:00", "06:00", "team", Optional.of("1"));
        publish("run-2", "08:00");
        tables.put(new PublishedWatermarkItem(TimeDomain.EVENT, BookLog.at("30:00")));

        Optional<String> cursor = first.cursor();
        while (cursor.isPresent()) {
            WindowPage page = open(question, cursor);
            if (page.hasNext()) {
                values.add(page.next());
            }
            cursor = page.cursor();
        }
        assertThat(print(values)).isEqualTo(before);
        assertThat(print(values(Layer.MERGED, null, 100)))
                .as("who asks anew")
                .isEqualTo("00..02 team verified correction 1 #2, 02..04 team verified stream 18 #0,"
                        + " 04..06 team verified correction 1 #1, 06..08 team verified stream 12 #0");
    }

    @Test
    void aCursorBelongsToItsQuestionAndGoesAfterTwelveHours() {
        WindowPage first = open(question(Layer.MERGED, null), Optional.empty());
        first.next();
        Optional<String> cursor = first.cursor();
        assertThat(pages(NOW).open(question(Layer.STREAM, null), cursor)).isInstanceOf(WindowPage.NoCursor.class);
        assertThat(pages(NOW).open(question(Layer.MERGED, null), Optional.of("bm9uZQ")))
                .isInstanceOf(WindowPage.NoCursor.class);
        assertThat(pages(NOW).open(question(Layer.MERGED, null), Optional.of("~")))
                .isInstanceOf(WindowPage.NoCursor.class);
        assertThat(pages(NOW + Duration.ofHours(13).toMillis()).open(question(Layer.MERGED, null), cursor))
                .isInstanceOf(WindowPage.OldCursor.class);
    }

    @ParameterizedTest(name = "{0} {1}..{2} of {3}")
    @CsvSource(textBlock = """
            MERGED, 2026-11-22T12:00:00Z, 2026-11-22T12:02:00Z, nobody, Empty[]
            MERGED, 2026-11-22T13:00:00Z, 2026-11-22T13:02:00Z, team,   NotYet[frontierMillis=1795349820000]
            BATCH,  2026-11-22T12:06:00Z, 2026-11-22T12:08:00Z, team,   NotYet[frontierMillis=1795349160000]
            MERGED, 2026-11-22T12:10:00Z, 2026-11-22T12:20:00Z, nobody, NotYet[frontierMillis=1795349820000]
            MERGED, 2026-11-21T12:00:00Z, 2026-11-21T12:02:00Z, team,   NotCovered[firstDay=Optional[2026-11-22]]
            MERGED, 2025-10-02T12:00:00Z, 2025-10-02T12:02:00Z, team,   Expired[report=Optional[2025-10-02]]
            MERGED, 2025-10-01T12:00:00Z, 2025-10-01T12:02:00Z, team,   NotCovered[firstDay=Optional[2026-11-22]]
            """)
    void thereAreFourReasonsToTellNothing(Layer layer, String from, String to, String key, String why) {
        WindowQuestion question = new WindowQuestion(
                book.view,
                layer,
                new WindowQuery(key, IsoInstant.parse(from), IsoInstant.parse(to), OptionalLong.empty()),
                Optional.empty());
        WindowPage page = open(question, Optional.empty());
        assertThat(page.hasNext()).isFalse();
        assertThat(pages(NOW)
                        .why(question, page, List.of("2025-10-02", "2026-11-21")::contains)
                        .toString())
                .isEqualTo(why);
    }

    @Test
    void withoutADayInTheBooksNobodyKnowsWhetherAnythingCame() {
        WindowQuestion question = question(sessions().view, Layer.MERGED, query(null));
        WindowPage page = open(question, Optional.empty());
        assertThat(page.hasNext()).isFalse();
        assertThat(pages(NOW).why(question, page, day -> false)).isEqualTo(new Absence.NotCovered(Optional.empty()));
    }

    /** Panes stay for 400 days, and corrections longer: they would be all that is told. */
    @ParameterizedTest(name = "{0} days after 12:03")
    @CsvSource(delimiter = '|', textBlock = """
            399 | 02..04 other verified correction 7 #0, 04..06 team verified stream 4 #0, 06..08 team onTime stream 12 #0
            400 | ''
            """)
    void nothingIsToldOfWindowsOlderThanTheirPanes(int days, String expected) {
        WindowQuestion question = question(Layer.MERGED, null);
        long now = BookLog.at("03:00") + Duration.ofDays(days).toMillis();
        WindowPage page = ((WindowPage.Open) pages(now).open(question, Optional.empty())).page();
        List<WindowValue> values = new ArrayList<>();
        page.forEachRemaining(values::add);
        assertThat(print(values)).isEqualTo(expected);
        if (values.isEmpty()) {
            assertThat(pages(now).why(question, page, "2026-11-22"::equals))
                    .isEqualTo(new Absence.Expired(Optional.of("2026-11-22")));
        }
    }

    /** Cells stay for 35 days after they were written: a window that has lost one would be a part of its sum. */
    @ParameterizedTest(name = "{0} days after 12:03")
    @CsvSource(delimiter = '|', textBlock = """
            0  | 00..02, 02..04, 04..06, 06..08
            34 | 04..06, 06..08
            35 | ''
            """)
    void withAnotherLatenessNothingIsToldOfWindowsOlderThanTheirCells(int days, String expected) {
        WindowQuestion question =
                new WindowQuestion(book.view, Layer.STREAM, query(null), Optional.of(Duration.ofMinutes(5)));
        long now = BookLog.at("03:00") + Duration.ofDays(days).toMillis();
        WindowPage page = ((WindowPage.Open) pages(now).open(question, Optional.empty())).page();
        List<WindowValue> values = new ArrayList<>();
        page.forEachRemaining(values::add);
        assertThat(values.stream()
                        .map(value -> print(List.of(value)).substring(0, 6))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
        if (values.isEmpty()) {
            assertThat(pages(now).why(question, page, day -> false)).isEqualTo(new Absence.Expired(Optional.empty()));
        }
    }

    /** Whether a value was told is known to the last page, however many there were. */
    @ParameterizedTest
    @CsvSource({"team, true", "nobody, false"})
    void theLastPageKnowsWhetherAnythingWasTold(String key, boolean told) {
        long from = BookLog.at("00:00") - Duration.ofDays(50).toMillis();
        WindowQuestion question = question(
                book.view, Layer.MERGED, new WindowQuery(key, from, BookLog.at("10:00"), OptionalLong.empty()));
        WindowPage page = open(question, Optional.empty());
        assertThat(page.hasNext()).isFalse();
        int pages = 1;
        for (Optional<String> next = page.cursor(); next.isPresent(); next = page.cursor(), pages++) {
            page = open(question, next);
            if (page.hasNext()) {
                page.next();
            }
        }
        assertThat(pages).isGreaterThan(1);
        assertThat(page.hasTold()).isEqualTo(told);
    }

    /** A stage that has gone on from nothing has no word about the days before. */
    @Test
    void beforeTheFirstDayInTheBooksNothingIsVerified() {
        tables.put(new CorrectionIndexItem(
                "run-2", book.view.id(), "2026-11", Map.of("2026-11-23", "run-2"), OptionalLong.empty()));
        tables.put(new PublishedRunItem("run-2", NOW, Map.of(book.view.id(), NOW)));

        assertThat(print(values(Layer.MERGED, null, 100)))
                .isEqualTo("00..02 team final stream 14 #1, 02..04 team final stream 18 #0,"
                        + " 04..06 team final stream 4 #0, 06..08 team onTime stream 12 #0");
        assertThat(values(Layer.BATCH, null, 100)).isEmpty();
    }

    /** The batch's session of a key lies in the same bucket as the stream's: a page may end between the two. */
    @Test
    void twoSessionsOfAKeyInOneBucketAreBothToldWhereverAPageEnds() {
        BookLog sessions = sessions();
        tables.store(sessions, BookLog.at("20:00"));
        correct(sessions.view, "run-1", new Window(BookLog.at("02:26"), BookLog.at("05:10")), "team", Optional.of("7"));
        publish(sessions.view, "run-1", NOW);

        String expected = "00..05 team verified stream 36 #0, 02..05 team verified correction 7 #1,"
                + " 06..08 team verified stream 12 #0";
        for (int limit : List.of(100, 2, 1)) {
            assertThat(print(values(question(sessions.view, Layer.MERGED, query(null)), limit)))
                    .as("%d a page", limit)
                    .isEqualTo(expected);
        }
    }

    /** It belongs to the day before, for it holds no moment of the new one. */
    @Test
    void aSessionThatEndsAtMidnightIsCorrected() {
        View view = sessions().view;
        long midnight = IsoInstant.parse("2026-11-23T00:00:00Z");
        correct(view, "run-1", new Window(midnight - 600_000, midnight), "team", Optional.of("7"));
        publish(view, "run-1", NOW);

        WindowQuery around = new WindowQuery(null, midnight - 60_000, midnight + 60_000, OptionalLong.empty());
        String expected = "50..00 team verified correction 7 #0";
        assertThat(print(values(question(view, Layer.MERGED, around), 10))).isEqualTo(expected);
        assertThat(print(reader.all(view, Layer.MERGED, WindowQuery.ALL)))
                .as("in one pass")
                .isEqualTo(expected);
    }

    private static BookLog sessions() {
        return new BookLog(
                "window: {session: PT1M, boundary: inclusive}", "allowedLateness: PT10M", "latePaneEvery: PT1M");
    }

    @Test
    void whatHasNoAnswerIsNotAQuestion() {
        WindowQuery asOf = new WindowQuery(null, 0, 1, OptionalLong.of(5));
        assertThatThrownBy(() -> new WindowQuestion(book.view, Layer.MERGED, asOf, Optional.empty()))
                .hasMessageContaining("'asOf' is asked of the stream");
        assertThatThrownBy(() ->
                        new WindowQuestion(book.view, Layer.BATCH, query(null), Optional.of(Duration.ofMinutes(1))))
                .hasMessageContaining("'lateness' is asked of the stream");
        assertThatThrownBy(() ->
                        new WindowQuestion(book.view, Layer.STREAM, query(null), Optional.of(Duration.ofSeconds(90))))
                .hasMessageContaining("multiple of latePaneEvery");
        assertThatThrownBy(() -> new WindowQuestion(book.view, Layer.STREAM, WindowQuery.ALL, Optional.empty()))
                .hasMessageContaining("both needed");
        assertThatThrownBy(() -> question(
                        book.view,
                        Layer.MERGED,
                        new WindowQuery(
                                "k".repeat(513), BookLog.at("00:00"), BookLog.at("10:00"), OptionalLong.empty())))
                .hasMessageContaining("'key' has at most 512 bytes");
    }

    private List<WindowValue> values(Layer layer, String key, int limit) {
        return values(question(layer, key), limit);
    }

    private List<WindowValue> values(WindowQuestion question, int limit) {
        List<WindowValue> values = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            WindowPage page = open(question, cursor);
            for (int i = 0; i < limit && page.hasNext(); i++) {
                values.add(page.next());
            }
            cursor = page.cursor();
        } while (cursor.isPresent());
        return values;
    }

    private WindowPage open(WindowQuestion question, Optional<String> cursor) {
        return ((WindowPage.Open) pages(NOW).open(question, cursor)).page();
    }

    private WindowPages pages(long nowMillis) {
        return new WindowPages(reader, InstantSource.fixed(Instant.ofEpochMilli(nowMillis)));
    }

    private WindowQuestion question(Layer layer, String key) {
        return question(book.view, layer, query(key));
    }

    private static WindowQuestion question(View view, Layer layer, WindowQuery query) {
        return new WindowQuestion(view, layer, query, Optional.empty());
    }

    private static WindowQuery query(String key) {
        return new WindowQuery(key, BookLog.at("00:00"), BookLog.at("10:00"), OptionalLong.empty());
    }

    private void correct(String run, String from, String to, String key, Optional<String> sum) {
        correct(book.view, run, new Window(BookLog.at(from), BookLog.at(to)), key, sum);
    }

    private void correct(View view, String run, Window window, String key, Optional<String> sum) {
        tables.put(new CorrectionItem(
                view.id(),
                "2026-11-22",
                run,
                BookTables.interval(window),
                key,
                sum.map(BigDecimal::new).map(value -> new MeasureValues(1, 1, value, value, value))));
    }

    private void publish(String run, String through) {
        publish(book.view, run, BookLog.at(through));
    }

    private void publish(View view, String run, long throughMillis) {
        tables.put(new CorrectionIndexItem(run, view.id(), "2026-11", Map.of("2026-11-22", run), OptionalLong.empty()));
        tables.put(new PublishedRunItem(run, NOW, Map.of(view.id(), throughMillis)));
    }

    private static String print(List<WindowValue> values) {
        return String.join(
                ", ",
                values.stream()
                        .map(value -> IsoInstant.format(value.window().startMillis())
                                        .substring(14, 16) + ".."
                                + IsoInstant.format(value.window().endMillis()).substring(14, 16) + " " + value.key()
                                + " " + value.status().wireName() + " "
                                + value.source().wireName() + " "
                                + value.total().sumDecimal() + " #"
                                + value.revision())
                        .toList());
    }
}

package dev.tidemark.serving.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.Names;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.Table;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The book's data set in the tables, laid out as docs/platform.md has it, and what can be read from them afterwards. The
 * watermark stands at 12:30; times are mm:ss after 12 o'clock.
 */
class WindowReaderTest {

    private static final long WATERMARK = BookLog.at("30:00");

    private static Emulators emulators;
    private static int stacks;

    private final Names names = new Names("reader" + ++stacks);
    private final WindowReader reader = new WindowReader(emulators.dynamoDb(), names::table);

    @BeforeAll
    static void start(@TempDir Path data) {
        emulators = Checkout.find().emulators(data, EnumSet.of(Emulator.DYNAMODB));
    }

    @AfterAll
    static void stop() {
        emulators.close();
    }

    @Test
    void publishedPanesInEachReading() {
        BookLog book = store(new BookLog(
                "window: {fixed: PT2M}",
                "allowedLateness: PT10M",
                "latePaneEvery: PT2M",
                "earlyEvery: PT1M",
                "earlyOffset: PT35S"));
        WindowQuery last = new WindowQuery(null, BookLog.at("06:00"), BookLog.at("08:00"), OptionalLong.empty());

        assertThat(print(reader.rows(book.view, last, PaneReading.DISCARDING)))
                .containsExactly("06:00..08:00 early 3", "06:00..08:00 on_time 9 final");
        assertThat(print(reader.rows(book.view, last, PaneReading.RETRACTING)))
                .as("accumulating and retracting: 3, then 12 with -3")
                .containsExactly("06:00..08:00 early 3", "06:00..08:00 retracted -3", "06:00..08:00 on_time 12 final");
        assertThat(values(book.view, last)).as("without a reading").containsExactly("06:00..08:00 final 12");
    }

    @Test
    void anotherLatenessIsAQuery() {
        BookLog book = store(new BookLog("window: {fixed: PT2M}", "latePaneEvery: PT1M"));
        WindowQuery first = new WindowQuery(null, BookLog.at("00:00"), BookLog.at("02:00"), OptionalLong.empty());

        assertThat(values(book.view, first)).containsExactly("00:00..02:00 final 5");
        assertThat(withLateness(book.view, first, Duration.ofMinutes(10)))
                .as("window by window")
                .containsExactly("00:00..02:00 final 14");
        assertThat(print(reader.rows(book.view, first, PaneReading.ACCUMULATING, Duration.ofMinutes(10))))
                .containsExactly("00:00..02:00 on_time 5", "00:00..02:00 late 14 final");
        assertThat(print(reader.rows(
                        book.view,
                        new WindowQuery(
                                null, first.fromMillis(), first.toMillis(), OptionalLong.of(BookLog.at("06:59"))),
                        PaneReading.ACCUMULATING,
                        Duration.ofMinutes(10))))
                .as("as of a watermark before the mark of the nine")
                .containsExactly("00:00..02:00 on_time 5");
        assertThatThrownBy(() -> reader.rows(book.view, first, PaneReading.ACCUMULATING, Duration.ofSeconds(90)))
                .hasMessageStartingWith("allowedLateness must be a multiple of latePaneEvery");
    }

    @Test
    void withdrawnSessionsAreShownWhenAskedFor() {
        BookLog book = store(new BookLog(
                "window: {session: PT1M, boundary: inclusive}", "allowedLateness: PT10M", "latePaneEvery: PT1M"));

        assertThat(values(book.view, WindowQuery.ALL))
                .containsExactly("00:26..05:19 final 36", "06:39..08:46 final 12");
        assertThat(print(reader.rows(book.view, WindowQuery.ALL, PaneReading.ACCUMULATING)))
                .containsExactly(
                        "00:26..01:26 on_time 5",
                        "00:26..01:26 retracted -5",
                        "00:26..05:19 on_time 36 final",
                        "06:39..08:46 on_time 12 final");
        assertThat(values(
                        book.view,
                        new WindowQuery(null, Long.MIN_VALUE, Long.MAX_VALUE, OptionalLong.of(BookLog.at("06:59")))))
                .as("before the nine has joined them")
                .containsExactly("00:26..01:26 onTime 5");
        assertThat(print(reader.rows(book.view, WindowQuery.ALL, PaneReading.ACCUMULATING, Duration.ZERO)))
                .as("without lateness the nine is in no session")
                .containsExactly(
                        "00:26..01:26 on_time 5 final",
                        "02:26..05:19 on_time 22 final",
                        "06:39..08:46 on_time 12 final");
    }

    @Test
    void aSessionThatGoesOnIsOpenAndWhatItHoldsIsNotFinal() {
        BookLog book = new BookLog(
                "window: {session: PT1M, boundary: inclusive}", "allowedLateness: PT10M", "latePaneEvery: PT1M");
        store(book, BookLog.at("06:30"));

        assertThat(values(book.view, WindowQuery.ALL))
                .containsExactly("00:26..01:26 onTime 5", "00:26..05:19 open 36", "06:39..08:46 open 12");
        assertThat(values(
                        book.view,
                        new WindowQuery("team", BookLog.at("00:00"), BookLog.at("09:00"), OptionalLong.empty())))
                .as("bucket by bucket, of one key")
                .containsExactly("00:26..01:26 onTime 5", "00:26..05:19 open 36", "06:39..08:46 open 12");
    }

    /** The session is published at 12:04; the eight comes behind it, into a bucket of which alone something is due. */
    @Test
    void aLateEventAtTheBeginningOfASessionOpensTheWholeOfIt() {
        BookLog book = new BookLog(
                List.of("1 00:05 05:01", "2 00:50 05:02", "4 01:05 05:03", "8 00:10 06:10"),
                List.of("04:30 06:00"),
                "window: {session: PT1M}",
                "allowedLateness: PT10M",
                "latePaneEvery: PT1M");
        store(book, BookLog.at("04:30"));

        assertThat(values(book.view, WindowQuery.ALL)).containsExactly("00:05..02:05 open 15");
        assertThat(values(
                        book.view,
                        new WindowQuery("team", BookLog.at("00:00"), BookLog.at("09:00"), OptionalLong.empty())))
                .as("bucket by bucket, of one key")
                .containsExactly("00:05..02:05 open 15");
    }

    /** One slice that is due is in 60 windows, which have 119 slices together. */
    @Test
    void slicesThatOpenWindowsShareAreReadOnce() {
        BookLog book =
                new BookLog(List.of("5 00:26 05:19"), List.of("00:30 05:00"), "window: {sliding: PT1H, every: PT1M}");
        store(book, BookLog.at("00:30"));
        AtomicInteger queries = new AtomicInteger();
        WindowReader counted = new WindowReader(counting(names.table(Table.CELLS), queries), names::table);

        WindowQuery minute = new WindowQuery(null, BookLog.at("00:00"), BookLog.at("01:00"), OptionalLong.empty());
        assertThat(counted.all(book.view, Layer.STREAM, minute)).hasSize(60);
        assertThat(queries).hasValue(119);
    }

    /** The client, counting the queries of one table. */
    private static DynamoDbClient counting(String table, AtomicInteger queries) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (self, method, args) -> {
                    if (args != null
                            && args[0] instanceof QueryRequest query
                            && query.tableName().equals(table)) {
                        queries.incrementAndGet();
                    }
                    return method.invoke(emulators.dynamoDb(), args);
                });
    }

    private BookLog store(BookLog book) {
        return store(book, WATERMARK);
    }

    private BookLog store(BookLog book, long watermark) {
        new BookTables(emulators.dynamoDb(), names).store(book, watermark);
        return book;
    }

    private List<String> values(View view, WindowQuery query) {
        return reader.all(view, Layer.STREAM, query).stream()
                .map(WindowReaderTest::print)
                .toList();
    }

    private List<String> withLateness(View view, WindowQuery query, Duration lateness) {
        List<String> values = new ArrayList<>();
        reader.walk(view, query, lateness, reader.standpoint(view), Long.MIN_VALUE, Optional.empty(), Integer.MAX_VALUE)
                .forEachRemaining(value -> values.add(print(value)));
        return values;
    }

    private static String print(WindowValue value) {
        return clock(value.window().startMillis()) + ".." + clock(value.window().endMillis()) + " "
                + value.status().wireName() + " " + value.total().sumDecimal();
    }

    /** {@code start..end timing sum}, and whether that is final. */
    private static List<String> print(List<WindowRow> rows) {
        return rows.stream()
                .map(row -> clock(row.window().startMillis()) + ".."
                        + clock(row.window().endMillis()) + " "
                        + row.status().name().toLowerCase(java.util.Locale.ROOT) + " " + (row.sign() < 0 ? "-" : "")
                        + row.total().sumDecimal() + (row.isFinal() ? " final" : ""))
                .toList();
    }

    private static String clock(long millis) {
        return IsoInstant.format(millis).substring(14, 19);
    }
}

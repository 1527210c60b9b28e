package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestNight;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.night.TablesFormat;
import dev.tidemark.batch.state.Published;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.FormatItem;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases never read and write one set of tables in two formats. */
class TableFormatTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT5S, heartbeatEvery: PT10S, idleBound: PT20S}
            deduplicateFor: PT1H
            views:
              - name: all
                key: none
                window: {fixed: PT1M}
                aggregates: [count]
            """;

    @TempDir
    Path folder;

    private TestPlatform platform;
    private TestNight night;

    @BeforeEach
    void oneEvent() {
        platform = new TestPlatform(TestEvents.views(VIEWS), 1);
        night = new TestNight(platform, folder);
        platform.put(
                TestEvents.one("phone", "e1", "2026-11-22T12:00:00.000Z", "2026-11-22T12:00:01.000Z", null, Map.of()));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();
    }

    @Test
    void tablesOfALaterFormatAreRefusedBeforeAnythingIsWritten() {
        platform.items.put(new FormatItem(FormatItem.VERSION + 1));

        assertThatThrownBy(night::run)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the journal is written in format 3")
                .hasMessageContaining("it needs a newer release");
        assertThat(Published.read(platform.items)).isEmpty();
        assertThat(platform.items.all(Table.CORRECTIONS)).isEmpty();
        assertThat(night.report()).doesNotExist();
        assertThatThrownBy(() -> Job.accept(new Stores(platform.objects, platform.items), "s/1-2", Clock.systemUTC()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it needs a newer release");
    }

    @Test
    void tablesInUseThatDoNotSayTheirFormatAreOfTheFirst() {
        platform.items.remove(
                Table.JOURNAL, platform.items.all(Table.JOURNAL, "format").get(0));

        assertThatThrownBy(night::run)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the journal is written in format 1")
                .hasMessageContaining("it has to be moved to the new format first");
    }

    /** The stream's first instance writes the format, then the first head, between two questions of the batch. */
    @Test
    void tablesThatTheStreamOpensMeanwhileAreOfItsFormat() {
        Item format = platform.items.all(Table.JOURNAL, "format").get(0);
        platform.items.remove(Table.JOURNAL, format);
        ItemStore opening = (ItemStore) Proxy.newProxyInstance(
                ItemStore.class.getClassLoader(), new Class<?>[] {ItemStore.class}, (self, method, args) -> {
                    if (method.getName().equals("first")) {
                        platform.items.put(Table.JOURNAL, format);
                    }
                    return method.invoke(platform.items, args);
                });

        assertThatCode(() -> TablesFormat.require(opening)).doesNotThrowAnyException();
    }

    @Test
    void newTablesNeedNotSayTheirFormat() {
        TestPlatform empty = new TestPlatform(TestEvents.views(VIEWS), 1);
        empty.items.remove(
                Table.JOURNAL, empty.items.all(Table.JOURNAL, "format").get(0));

        assertThat(new TestNight(empty, folder).run().exitCode()).isEqualTo(ExitCode.PASS);
    }
}

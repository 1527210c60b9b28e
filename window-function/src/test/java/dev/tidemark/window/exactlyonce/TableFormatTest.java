package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.item.FormatItem;
import dev.tidemark.platform.item.HeadItem;
import dev.tidemark.platform.item.ShardClocks;
import dev.tidemark.platform.item.ShardCounts;
import dev.tidemark.window.store.TableFormat;
import dev.tidemark.window.store.Tables;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an instance says of tables before it writes into them. */
class TableFormatTest {

    private static final HeadItem HEAD = new HeadItem(
            "shardId-0",
            Sequence.NONE,
            new ShardClocks(0, 0, 0),
            false,
            List.of(),
            HashKeyRange.ALL,
            "v",
            "v",
            new ShardCounts(0, 0, 0, 0, 0),
            Map.of());

    private final MemoryTables tables = new MemoryTables(Faults.NONE);

    @Test
    void newTablesGetTheFormatOfThisRelease() {
        new TableFormat(tables).check();

        assertThat(tables.get(FormatItem.key())).contains(FormatItem.CURRENT);
    }

    @Test
    void tablesWithAHeadThatDoNotSayTheirFormatAreOfTheFirst() {
        tables.putAll(List.of(HEAD));

        assertThatThrownBy(() -> new TableFormat(tables).check()).hasMessageContaining("is written in format 1");
    }

    /** Two instances meet a new stage: one finds no format, then the other writes it and its shard's head. */
    @Test
    void tablesThatAnotherInstanceOpensMeanwhileAreOfThisRelease() {
        Tables opening = (Tables) Proxy.newProxyInstance(
                Tables.class.getClassLoader(), new Class<?>[] {Tables.class}, (self, method, args) -> {
                    if (method.getName().equals("first")) {
                        new TableFormat(tables).check();
                        tables.putAll(List.of(HEAD));
                    }
                    return method.invoke(tables, args);
                });

        assertThatCode(() -> new TableFormat(opening).check()).doesNotThrowAnyException();
    }
}

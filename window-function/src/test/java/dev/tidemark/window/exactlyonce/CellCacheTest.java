package dev.tidemark.window.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.fold.CellKey;
import dev.tidemark.domain.window.Grid;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** At most 3 cells, and at most 100 bytes of sketches. */
class CellCacheTest {

    private final CellCache cache = new CellCache(3, 100);

    @Test
    void theLeastRecentlyUsedCellGoesFirst() {
        put("a", 0);
        put("b", 0);
        put("c", 0);
        assertThat(cache.get(key("a"))).isNotSameAs(CellStore.StoredCell.NONE);
        put("d", 0);

        assertThat(cache.get(key("b"))).isSameAs(CellStore.StoredCell.NONE);
        assertThat(cache.get(key("a"))).isNotSameAs(CellStore.StoredCell.NONE);
        assertThat(cache.size()).isEqualTo(3);
    }

    @Test
    void sketchesTakeNoMoreThanTheirBytes() {
        put("a", 40);
        put("b", 40);
        put("c", 40);

        assertThat(cache.get(key("a"))).isSameAs(CellStore.StoredCell.NONE);
        assertThat(cache.size()).isEqualTo(2);
        put("b", 10); // Written again, smaller: 50 in all.
        put("d", 50);
        assertThat(cache.size()).isEqualTo(3);
        put("e", 101);
        assertThat(cache.size()).isZero();
        put("a", 100);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void anEmptiedCacheTakesAsMuchAsAFreshOne() {
        put("a", 90);
        cache.clear();
        put("b", 90);

        assertThat(cache.size()).isEqualTo(1);
    }

    private void put(String key, int bytes) {
        Sketches sketches = bytes == 0 ? Sketches.NONE : Sketches.of(Map.of("top(x)", Sketch.of(1, new byte[bytes])));
        cache.put(
                key(key),
                new CellStore.StoredCell(Sequence.pad("1"), Measures.of(1).with(sketches)));
    }

    private static CellKey key(String key) {
        return new CellKey("v@1", 0, 10, Grid.NO_EARLY, key);
    }
}

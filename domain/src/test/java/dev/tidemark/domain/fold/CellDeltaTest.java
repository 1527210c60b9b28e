package dev.tidemark.domain.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contributions of 1, 2 and 4 from the records 10, 20 and 30, and of an event without a value from 20. */
class CellDeltaTest {

    private final CellDelta delta = new CellDelta();

    CellDeltaTest() {
        delta.add(Sequence.pad("10"), 1_000_000);
        delta.add(Sequence.pad("20"), 2_000_000);
        delta.add(Sequence.pad("20"), Micros.NONE);
        delta.add(Sequence.pad("30"), 4_000_000);
    }

    @ParameterizedTest(name = "onto a cell at {0}: count {1}, sum {2}")
    @CsvSource({
        "0, 4, 7",
        "9, 4, 7",
        "10, 3, 6",
        "15, 3, 6",
        "20, 1, 4",
        "29, 1, 4",
        "30, 0, 0",
        "31, 0, 0",
        "100, 0, 0"
    })
    void onlyWhatComesAfterTheCellsRecordIsAdded(String stored, long count, long sum) {
        Measures measures = delta.onto(Measures.EMPTY, Sequence.pad(stored));

        assertThat(measures.count()).isEqualTo(count);
        assertThat(measures.sum()).isEqualTo(sum * 1_000_000);
        assertThat(delta.isAfter(Sequence.pad(stored))).isEqualTo(count > 0);
    }

    @Test
    void whatTheCellHasStays() {
        Measures base = Measures.of(-5_000_000);

        assertThat(delta.onto(base, Sequence.pad("20"))).isEqualTo(base.merge(Measures.of(4_000_000)));
        assertThat(delta.onto(base, Sequence.pad("30"))).isEqualTo(base);
    }

    @Test
    void itKnowsItsLastRecordAndItsSize() {
        assertThat(delta.lastSequence()).isEqualTo(Sequence.pad("30"));
        assertThat(delta.events()).isEqualTo(4);
    }

    @Test
    void itGrowsWithoutLosingAny() {
        CellDelta large = new CellDelta();
        for (int i = 1; i <= 1_000; i++) {
            large.add(Sequence.pad(Integer.toString(i)), i);
        }

        assertThat(large.onto(Measures.EMPTY, Sequence.NONE).sum()).isEqualTo(500_500);
        assertThat(large.onto(Measures.EMPTY, Sequence.pad("999")).sum()).isEqualTo(1_000);
    }
}

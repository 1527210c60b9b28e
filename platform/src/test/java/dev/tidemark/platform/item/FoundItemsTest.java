package dev.tidemark.platform.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a codec refuses can still be looked at. */
class FoundItemsTest {

    private static final String VIEW = "clicks@3fa9c1d2";
    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00Z");
    private static final long ONE = IsoInstant.parse("2026-11-22T12:01:00Z");
    private static final MeasureValues VALUES =
            new MeasureValues(3, 2, new BigDecimal("4.5"), new BigDecimal("-0.25"), new BigDecimal("4.75"), NOON, ONE);
    private static final FoundMeasures FOUND = new FoundMeasures(
            number("3"),
            number("2"),
            number("4.5"),
            number("-0.25"),
            number("4.75"),
            BigDecimal.valueOf(NOON),
            BigDecimal.valueOf(ONE));
    private static final CellItem CELL = new CellItem(
            VIEW,
            NOON,
            "shard",
            new MarkKey(ONE, NOON, "a#b"),
            Sequence.pad("7"),
            VALUES,
            Sketches.of(Map.of("top(type)", Sketch.of(2, new byte[] {1}))));
    private static final PaneItem PANE = new PaneItem(
            VIEW,
            new PaneBlock(NOON, 7),
            new Interval(NOON, ONE),
            new MarkKey(ONE, "k"),
            "ON_TIME",
            1,
            VALUES,
            VALUES,
            Map.of(
                    "quantiles(value)",
                    new Approximation.QuantileEstimates(9, number("0.01"), Map.of("0.5", number("1.25"))),
                    "top(type)",
                    new Approximation.TopEstimates(
                            9, 1, List.of(new Approximation.TopEstimates.Item("/home", 6, 5, 6)))));
    private static final SessionPaneItem SESSION = new SessionPaneItem(
            VIEW,
            new PaneBlock(NOON, 0),
            new Interval(NOON, ONE),
            new MarkKey(ONE, "k"),
            new Interval(NOON, ONE),
            "LATE",
            1,
            VALUES,
            VALUES,
            Map.of(),
            List.of(new Interval(NOON, NOON + 1)));

    @Test
    void aCellIsFoundAsItIs() {
        FoundCell found = FoundCell.ITEMS.read(CELL.attributes()).orElseThrow();
        assertThat(found.viewId()).isEqualTo(VIEW);
        assertThat(found.sliceStartMillis()).isEqualTo(NOON);
        assertThat(found.shardId()).isEqualTo("shard");
        assertThat(found.at()).isEqualTo(CELL.at());
        assertThat(found.values()).isEqualTo(FOUND);
        assertThat(found.sketches().get("top(type)").numbers().n()).isEqualTo(number("2"));
    }

    @Test
    void aPaneIsFoundAsItIs() {
        FoundWindow found = FoundWindow.ITEMS.read(PANE.attributes()).orElseThrow();
        assertThat(found.window()).isEqualTo(PANE.window());
        assertThat(found.at()).isEqualTo(PANE.at());
        assertThat(found.timing()).isEqualTo("ON_TIME");
        assertThat(found.index()).isEqualTo(number("1"));
        assertThat(found.total()).isEqualTo(FOUND);
        assertThat(found.delta()).isEqualTo(FOUND);
        assertThat(found.isWithdrawal()).isFalse();
        assertThat(found.approximations().get("quantiles(value)").values()).containsEntry("0.5", number("1.25"));
        FoundApproximation top = found.approximations().get("top(type)");
        assertThat(top.numbers().error()).isEqualTo(number("1"));
        assertThat(top.texts())
                .containsExactly(new FoundApproximation.FoundText(
                        "/home",
                        new FoundApproximation.FoundNumbers(null, number("6"), number("5"), number("6"), null)));
    }

    @Test
    void aSessionAndItsWithdrawalAreFoundAsTheyAre() {
        FoundWindow session = FoundWindow.ITEMS.read(SESSION.attributes()).orElseThrow();
        assertThat(session.sessionStartMillis()).isEqualTo(NOON);
        assertThat(session.sessionEndMillis()).isEqualTo(ONE);
        assertThat(session.retracts()).containsExactly("2026-11-22T12:00:00.000Z/2026-11-22T12:00:00.001Z");
        Interval into = new Interval(NOON, ONE + 1);
        FoundWindow withdrawal = FoundWindow.ITEMS
                .read(new WithdrawalItem(
                                VIEW, SESSION.block(), SESSION.window(), SESSION.at(), SESSION.session(), into, 2)
                        .attributes())
                .orElseThrow();
        assertThat(withdrawal.isWithdrawal()).isTrue();
        assertThat(withdrawal.into()).isEqualTo("2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.001Z");
        assertThat(withdrawal.total()).isEqualTo(FoundMeasures.NONE);
    }

    /** Whatever is missing, or of another type, the rest is found; the codec refuses most of it. */
    @Test
    void whatIsMissingOrWrongIsNoneOfIt() {
        for (StoredItem item : List.of(CELL, PANE, SESSION)) {
            for (String name : item.attributes().keySet()) {
                if (name.equals(Table.PARTITION_KEY) || name.equals(Table.SORT_KEY)) {
                    continue;
                }
                Map<String, AttributeValue> changed = new HashMap<>(item.attributes());
                changed.remove(name);
                assertThat(found(item, changed)).as("without " + name).isPresent();
                for (AttributeValue wrong : List.of(
                        AttributeValue.fromS("x"),
                        AttributeValue.fromN("1e30"),
                        AttributeValue.fromNul(true),
                        AttributeValue.fromL(List.of(AttributeValue.fromN("1"))),
                        AttributeValue.fromM(Map.of("a", AttributeValue.fromN("1"))))) {
                    changed.put(name, wrong);
                    assertThat(found(item, changed)).as(name + " " + wrong).isPresent();
                }
            }
        }
    }

    @Test
    void aCountThatTheCodecRefusesIsFound() {
        Map<String, AttributeValue> broken = new HashMap<>(CELL.attributes());
        broken.put("count", AttributeValue.fromN("1.5"));
        assertThatThrownBy(() -> CellItem.CODEC.read(broken)).isInstanceOf(UnreadableItemException.class);
        assertThat(FoundCell.ITEMS.read(broken).orElseThrow().values().count()).isEqualTo(number("1.5"));
        broken.remove("count");
        assertThatThrownBy(() -> CellItem.CODEC.read(broken)).isInstanceOf(UnreadableItemException.class);
        assertThat(FoundCell.ITEMS.read(broken).orElseThrow().values().count()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clicks", "clicks@3fa9c1d2#noon#shard", "clicks@3fa9c1d2#2026-11-22T12:00:00.000Z"})
    void whatHasAnotherKeyIsNoCell(String partition) {
        Map<String, AttributeValue> stranger = new HashMap<>(CELL.attributes());
        stranger.put(Table.PARTITION_KEY, AttributeValue.fromS(partition));
        assertThat(FoundCell.ITEMS.read(stranger)).isEmpty();
        assertThat(FoundWindow.ITEMS.read(stranger)).isEmpty();
    }

    private static Optional<?> found(StoredItem item, Map<String, AttributeValue> attributes) {
        return item instanceof CellItem ? FoundCell.ITEMS.read(attributes) : FoundWindow.ITEMS.read(attributes);
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}

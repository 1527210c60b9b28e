package dev.tidemark.platform.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.HashKeyRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Under which condition each item is written, in DynamoDB's language and in memory. */
class WriteConditionTest {

    private static final Map<String, AttributeValue> NOTHING = Map.of();
    private static final String SEVEN = Sequence.pad("7");
    private static final String NINE = Sequence.pad("9");

    @Test
    void aCellIsWrittenOntoWhatItWasFoldedOnto() {
        CellItem nine = cell(NINE);
        assertThat(holds(nine.onto(SEVEN), cell(SEVEN).attributes())).isTrue();
        assertThat(holds(nine.onto(SEVEN), cell(NINE).attributes())).isFalse();
        assertThat(holds(nine.onto(SEVEN), NOTHING)).isFalse();
        assertThat(holds(nine.onto(Sequence.NONE), NOTHING)).isTrue();
        assertThat(holds(nine.onto(Sequence.NONE), cell(SEVEN).attributes())).isFalse();

        PutItemRequest request = nine.onto(SEVEN).request("cells", 0);
        assertThat(request.conditionExpression()).isEqualTo("#seq = :v0");
        assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#seq", "seq"));
        assertThat(request.expressionAttributeValues()).isEqualTo(Map.of(":v0", AttributeValue.fromS(SEVEN)));
        assertThat(request.returnValuesOnConditionCheckFailureAsString()).isEqualTo("ALL_OLD");
        PutItemRequest first = nine.onto(Sequence.NONE).request("cells", 0);
        assertThat(first.conditionExpression()).isEqualTo("attribute_not_exists(#pk)");
        assertThat(first.hasExpressionAttributeValues()).isFalse();
    }

    @Test
    void aHeadMovesFromWhereItStoodUnlessItHasEnded() {
        ItemPut<HeadItem> move = head(NINE, false).movedFrom(SEVEN);
        assertThat(holds(move, head(SEVEN, false).attributes())).isTrue();
        assertThat(holds(move, head(NINE, false).attributes())).isFalse();
        assertThat(holds(move, head(SEVEN, true).attributes())).isFalse();
        assertThat(holds(move, NOTHING)).isFalse();
        assertThat(move.request("journal", 0).conditionExpression())
                .isEqualTo("#seq = :v0 AND attribute_not_exists(#ended)");
    }

    @Test
    void endingAHeadChangesNothingElse() {
        UpdateItemRequest request = HeadItem.ending("s").request("journal");
        assertThat(request.updateExpression()).isEqualTo("SET #ended = :ended");
        assertThat(request.conditionExpression()).isEqualTo("attribute_exists(#pk)");
        assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#ended", "ended", "#pk", "pk"));
        assertThat(HeadItem.ending("s").condition().holdsFor(NOTHING)).isFalse();
    }

    @Test
    void theLeaseIsRenewedByItsOwnerAndTakenWhenItHasExpired() {
        LeaseItem mine = new LeaseItem("mine", 1_000);
        assertThat(holds(mine.taking(900), NOTHING)).isTrue();
        assertThat(holds(mine.taking(900), new LeaseItem("mine", 950).attributes()))
                .isTrue();
        assertThat(holds(mine.taking(900), new LeaseItem("other", 899).attributes()))
                .isTrue();
        assertThat(holds(mine.taking(900), new LeaseItem("other", 900).attributes()))
                .isFalse();
        PutItemRequest request = mine.taking(900).request("journal", 0);
        assertThat(request.conditionExpression())
                .isEqualTo("attribute_not_exists(#pk) OR #version = :v0 OR #renewed < :v1");
        assertThat(request.expressionAttributeValues())
                .isEqualTo(Map.of(":v0", AttributeValue.fromS("mine"), ":v1", AttributeValue.fromN("900")));
    }

    @Test
    void watermarksAndArchiveHeadsNeverGoBack() {
        // As numbers: 10 is after 9.
        ItemPut<PublishedWatermarkItem> ten = new PublishedWatermarkItem(TimeDomain.EVENT, 10).advancing();
        assertThat(holds(ten, NOTHING)).isTrue();
        assertThat(holds(ten, new PublishedWatermarkItem(TimeDomain.EVENT, 9).attributes()))
                .isTrue();
        assertThat(holds(ten, new PublishedWatermarkItem(TimeDomain.EVENT, 10).attributes()))
                .isFalse();
        assertThat(ten.request("journal", 0).conditionExpression())
                .isEqualTo("attribute_not_exists(#watermark) OR #watermark < :v0");
        ItemPut<ArchiveHeadItem> nine = new ArchiveHeadItem("s", NINE).advancing();
        assertThat(holds(nine, new ArchiveHeadItem("s", SEVEN).attributes())).isTrue();
        assertThat(holds(nine, new ArchiveHeadItem("s", NINE).attributes())).isFalse();
    }

    @Test
    void aRunIsPublishedOnlyOntoTheOneThatItWentOnFrom() {
        PublishedRunItem next = new PublishedRunItem("r2", 0, Map.of());
        Map<String, AttributeValue> before = new PublishedRunItem("r1", 0, Map.of()).attributes();
        assertThat(holds(next.switchFrom(Optional.of("r1")), before)).isTrue();
        assertThat(holds(next.switchFrom(Optional.of("r0")), before)).isFalse();
        assertThat(holds(next.switchFrom(Optional.empty()), before)).isFalse();
        assertThat(holds(next.switchFrom(Optional.empty()), NOTHING)).isTrue();
    }

    @Test
    void nestedConditionsAreInParentheses() {
        WriteCondition some =
                new WriteCondition.Any(List.of(new WriteCondition.Absent(), new WriteCondition.Present()));
        WriteCondition both = new WriteCondition.All(List.of(some, new WriteCondition.Equal("a", null)));
        assertThat(both.expression().text())
                .isEqualTo("(attribute_not_exists(#pk) OR attribute_exists(#pk)) AND attribute_not_exists(#a)");
        assertThat(new WriteCondition.Always().expression().text()).isEmpty();
    }

    @Test
    void whatStoodInTheWayIsReadBack() {
        ItemPut<CellItem> put = cell(NINE).onto(SEVEN);
        assertThat(put.stored(new HashMap<>())).isEmpty();
        assertThat(put.stored(cell(SEVEN).attributesAt(0))).contains(cell(SEVEN));
    }

    private static boolean holds(ItemPut<?> put, Map<String, AttributeValue> stored) {
        return put.condition().holdsFor(stored);
    }

    private static CellItem cell(String sequence) {
        return new CellItem(
                "v@1", 0, "s", new MarkKey(0, "k"), sequence, new MeasureValues(1, 0, null, null, null), Sketches.NONE);
    }

    private static HeadItem head(String sequence, boolean ended) {
        return new HeadItem(
                "s",
                sequence,
                new ShardClocks(0, 0, 0),
                ended,
                List.of(),
                HashKeyRange.ALL,
                "1",
                "1",
                new ShardCounts(0, 0, 0, 0, 0),
                Map.of());
    }
}

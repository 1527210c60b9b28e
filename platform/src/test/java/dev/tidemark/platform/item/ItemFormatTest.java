package dev.tidemark.platform.item;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.aggregate.Approximation;
import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.aggregate.Sketch;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.platform.HashKeyRange;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items are a contract: whoever changes one must change docs/platform.md, this test, and the version of the format. */
class ItemFormatTest {

    private static final String VIEW = "clicks@3fa9c1d2";
    private static final String SHARD = "shardId-000000000001";
    private static final long NOON = IsoInstant.parse("2026-11-22T12:00:00Z");
    private static final long EARLIER = IsoInstant.parse("2026-11-22T11:44:00Z");
    private static final long ONE = IsoInstant.parse("2026-11-22T12:01:00Z");
    private static final String SEVEN = Sequence.pad("7");
    private static final String NINE = Sequence.pad("9");

    private static final MeasureValues VALUES = new MeasureValues(
            3, 2, new BigDecimal("899999999999.75"), new BigDecimal("-0.25"), new BigDecimal("900000000000"));
    private static final MeasureValues NO_VALUE = new MeasureValues(1, 0, null, null, null);
    private static final MeasureValues SPANNING = new MeasureValues(1, 0, null, null, null, NOON, ONE);
    private static final ShardClocks CLOCKS = new ShardClocks(ONE, NOON, ShardClocks.UNKNOWN);
    private static final ShardCounts COUNTS = new ShardCounts(5, 4, 3, 2, 1);

    private static final Map<StoredItem, String> GOLDEN = Map.ofEntries(
            entry(
                    new UnindexedItem(
                            "run-2", VIEW, "2026-11", "run-3", List.of("2026-11-21", "2026-11-22"), NOON, true),
                    """
                    CORRECTIONS unindexed / run-2#clicks@3fa9c1d2#2026-11#run-3
                    days ['2026-11-21', '2026-11-22'], noted '2026-11-22T12:00:00.000Z', superseded true"""),
            entry(new CellItem(VIEW, NOON, SHARD, new MarkKey(ONE, "a#b"), SEVEN, VALUES, Sketches.NONE), """
                    CELLS clicks@3fa9c1d2#2026-11-22T12:00:00.000Z#shardId-000000000001 / 2026-11-22T12:01:00.000Z#-#a#b
                    count 3, max 900000000000, min -0.25, seq '7', sum 899999999999.75, valued 2"""),
            entry(
                    new CellItem(
                            VIEW,
                            NOON,
                            SHARD,
                            new MarkKey(ONE, NOON, ""),
                            SEVEN,
                            SPANNING,
                            Sketches.of(Map.of("distinct(deviceId)", Sketch.of(2, new byte[] {1, 127})))),
                    """
                    CELLS clicks@3fa9c1d2#2026-11-22T12:00:00.000Z#shardId-000000000001 / 2026-11-22T12:01:00.000Z#2026-11-22T12:00:00.000Z#
                    count 1, first 1795348800000, last 1795348860000, seq '7', sketches {distinct(deviceId) {bytes [1, 127], n 2}}, valued 0"""),
            entry(
                    new PaneItem(
                            VIEW,
                            new PaneBlock(EARLIER, 7),
                            new Interval(NOON, ONE),
                            new MarkKey(ONE, "k"),
                            "ON_TIME",
                            0,
                            VALUES,
                            NO_VALUE,
                            Map.of(
                                    "distinct(deviceId)",
                                    new Approximation.DistinctEstimate(9, 5, 4, 6),
                                    "quantiles(value)",
                                    new Approximation.QuantileEstimates(
                                            9, new BigDecimal("0.006777"), Map.of("0.5", new BigDecimal("1.25"))),
                                    "top(type)",
                                    new Approximation.TopEstimates(
                                            9, 1, List.of(new Approximation.TopEstimates.Item("/home", 6, 5, 6))))),
                    """
                    WINDOWS clicks@3fa9c1d2#2026-11-22T11:44:00.000Z#7 / k#2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#2026-11-22T12:01:00.000Z#-
                    approx {distinct(deviceId) {estimate 5, lower 4, n 9, upper 6}, \
                    quantiles(value) {error 0.006777, n 9, values {0.5 1.25}}, \
                    top(type) {error 1, items [{estimate 6, lower 5, text '/home', upper 6}], n 9}}, \
                    count 3, delta {count 1, valued 0}, index 0, max 900000000000, min -0.25, sum 899999999999.75, timing 'ON_TIME', valued 2"""),
            entry(
                    new SessionPaneItem(
                            VIEW,
                            new PaneBlock(EARLIER, 0),
                            new Interval(NOON, ONE),
                            new MarkKey(ONE, "d-1"),
                            new Interval(NOON, ONE),
                            "LATE",
                            1,
                            SPANNING,
                            SPANNING,
                            Map.of(),
                            List.of(new Interval(NOON, ONE))),
                    """
                    WINDOWS clicks@3fa9c1d2#2026-11-22T11:44:00.000Z#0 / d-1#2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#2026-11-22T12:01:00.000Z#-
                    count 1, delta {count 1, first 1795348800000, last 1795348860000, valued 0}, end '2026-11-22T12:01:00.000Z', \
                    first 1795348800000, index 1, last 1795348860000, retracts ['2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z'], \
                    start '2026-11-22T12:00:00.000Z', timing 'LATE', valued 0"""),
            entry(
                    new WithdrawalItem(
                            VIEW,
                            new PaneBlock(EARLIER, 0),
                            new Interval(NOON, ONE),
                            new MarkKey(ONE, "d-1"),
                            new Interval(NOON, ONE),
                            new Interval(NOON, ONE + 1),
                            2),
                    """
                    WINDOWS clicks@3fa9c1d2#2026-11-22T11:44:00.000Z#0 / d-1#2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#2026-11-22T12:01:00.000Z#-
                    end '2026-11-22T12:01:00.000Z', index 2, into '2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.001Z', \
                    retracted true, start '2026-11-22T12:00:00.000Z'"""),
            entry(
                    new HalfItem(
                            VIEW, SHARD, NOON, SEVEN, 12, "left", "d-1", "c7", NOON, 1_250_000, Map.of("page", "/a")),
                    """
                    JOINS clicks@3fa9c1d2#shardId-000000000001 / 2026-11-22T12:00:00.000Z#7#0012
                    attributes {page '/a'}, device 'd-1', on 'c7', side 'left', value 1.25, wm 1795348800000"""),
            entry(
                    new HalfItem(
                            VIEW,
                            SHARD,
                            NOON,
                            SEVEN,
                            0,
                            "right",
                            "d-1",
                            "c7",
                            ShardClocks.UNKNOWN,
                            Micros.NONE,
                            Map.of()),
                    """
                    JOINS clicks@3fa9c1d2#shardId-000000000001 / 2026-11-22T12:00:00.000Z#7#0000
                    attributes {}, device 'd-1', on 'c7', side 'right'"""),
            entry(
                    new HeadItem(
                            SHARD,
                            SEVEN,
                            CLOCKS,
                            true,
                            List.of("shardId-000000000000"),
                            HashKeyRange.of("0", "15"),
                            "3fa9c1d2",
                            "77777777",
                            COUNTS,
                            Map.of(VIEW, new UnmatchedHalves(1, 0))),
                    """
                    JOURNAL heads / shardId-000000000001
                    clock 1795348860000, controls 2, duplicates 3, ended true, events 4, hashKeys '0-15', openedWith '3fa9c1d2', \
                    parents ['shardId-000000000000'], quarantined 1, records 5, seq '7', unmatched {clicks@3fa9c1d2 {left 1, right 0}}, \
                    viewsVersion '77777777', wm 1795348800000"""),
            entry(
                    new HeadItem(
                            SHARD,
                            Sequence.NONE,
                            new ShardClocks(ShardClocks.UNKNOWN, ShardClocks.UNKNOWN, ShardClocks.UNKNOWN),
                            false,
                            List.of(),
                            HashKeyRange.of("0", "15"),
                            "3fa9c1d2",
                            "3fa9c1d2",
                            new ShardCounts(0, 0, 0, 0, 0),
                            Map.of()),
                    """
                    JOURNAL heads / shardId-000000000001
                    controls 0, duplicates 0, events 0, hashKeys '0-15', openedWith '3fa9c1d2', quarantined 0, records 0, seq '0', \
                    viewsVersion '3fa9c1d2'"""),
            entry(new StepItem(SHARD, SEVEN, NINE, CLOCKS, COUNTS, new byte[] {1, 2}), """
                    JOURNAL step#shardId-000000000001 / 9
                    clock 1795348860000, controls 2, duplicates 3, events 4, first '7', quarantined 1, records 5, seen [1, 2], \
                    wm 1795348800000"""),
            entry(new DueItem(SHARD, TimeDomain.EVENT, ONE, VIEW, NOON), """
                    JOURNAL due#shardId-000000000001 / event#2026-11-22T12:01:00.000Z#clicks@3fa9c1d2#2026-11-22T12:00:00.000Z
                    """),
            entry(new MomentItem(SHARD, NOON, ONE), """
                    JOURNAL moment#shardId-000000000001 / 2026-11-22T12:00:00.000Z
                    wm 1795348860000"""),
            entry(new ViewsFileItem("3fa9c1d2", "views: []", List.of(VIEW)), """
                    JOURNAL views / 3fa9c1d2
                    definition 'views: []', views ['clicks@3fa9c1d2']"""),
            entry(new LeaseItem("3fa9c1d2", NOON), """
                    JOURNAL lease / views
                    renewed 1795348800000, version '3fa9c1d2'"""),
            entry(new ArchiveObjectItem(SHARD, SEVEN, NINE, "archive/x.ndjson.gz", 3, 99, "ab"), """
                    JOURNAL archive#shardId-000000000001 / 7-9
                    bytes 99, key 'archive/x.ndjson.gz', records 3, sha256 'ab'"""),
            entry(new AcceptedHoleItem(SHARD, SEVEN, NINE, "archive/x.ndjson.gz", NOON, ONE), """
                    CORRECTIONS acceptedHoles / shardId-000000000001/7-9
                    accepted 1795348860000, key 'archive/x.ndjson.gz', until 1795348800000"""),
            entry(new ArchiveHeadItem(SHARD, SEVEN), """
                    JOURNAL archived / shardId-000000000001
                    seq '7'"""),
            entry(new PublishedWatermarkItem(TimeDomain.RECEIVED, NOON), """
                    JOURNAL published / received
                    watermark 1795348800000"""),
            entry(new FormatItem(1), """
                    JOURNAL format / tables
                    formatVersion 1"""),
            entry(
                    new CorrectionItem(VIEW, "2026-11-22", "r1", new Interval(NOON, ONE), "a#b", Optional.of(VALUES)),
                    """
                    CORRECTIONS clicks@3fa9c1d2#2026-11-22#r1 / 2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#a#b
                    count 3, max 900000000000, min -0.25, sum 899999999999.75, valued 2"""),
            entry(new CorrectionItem(VIEW, "2026-11-22", "r1", new Interval(NOON, ONE), "k", Optional.empty()), """
                    CORRECTIONS clicks@3fa9c1d2#2026-11-22#r1 / 2026-11-22T12:00:00.000Z/2026-11-22T12:01:00.000Z#k
                    removed true"""),
            entry(
                    new CorrectionIndexItem("r1", VIEW, "2026-11", Map.of("2026-11-22", "r0"), OptionalLong.empty()),
                    """
                    CORRECTIONS days#r1 / clicks@3fa9c1d2#2026-11
                    runs {2026-11-22 'r0'}"""),
            entry(new CorrectionIndexItem("r1", VIEW, "2026-11", Map.of(), OptionalLong.empty()).superseded(NOON), """
                    CORRECTIONS days#r1 / clicks@3fa9c1d2#2026-11
                    runs {}, ttl 1795435200"""),
            entry(new PublishedRunItem("r1", ONE, Map.of(VIEW, NOON)), """
                    CORRECTIONS published / current
                    at '2026-11-22T12:01:00.000Z', run 'r1', verifiedThrough {clicks@3fa9c1d2 '2026-11-22T12:00:00.000Z'}"""));

    @TestFactory
    Stream<DynamicTest> itemsAreThoseOfTheTable() {
        return GOLDEN.entrySet().stream()
                .map(golden -> DynamicTest.dynamicTest(
                        golden.getKey().getClass().getSimpleName(),
                        () -> assertThat(text(golden.getKey())).isEqualTo(golden.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrittenIsReadBack() {
        return GOLDEN.keySet().stream()
                .map(item -> DynamicTest.dynamicTest(
                        item.getClass().getSimpleName(),
                        () -> assertThat(item.codec().read(item.attributes())).isEqualTo(item)));
    }

    /** No kind without a golden item. */
    @Test
    void everyKindOfItemIsHere() {
        assertThat(GOLDEN.keySet().stream().map(Object::getClass).collect(Collectors.toSet()))
                .hasSameElementsAs(kinds(StoredItem.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ItemFormatTest::kinds)
                : Stream.of(type);
    }

    @Test
    void whatTheStreamWorksWithExpiresAfter35DaysAndPanesAfter400() {
        long write = IsoInstant.parse("2026-11-22T12:01:00Z");
        assertThat(expiry(new MomentItem(SHARD, NOON, NOON), write)).isEqualTo(second("2026-12-28T00:00:00Z"));
        assertThat(expiry(
                        new WithdrawalItem(
                                VIEW,
                                new PaneBlock(0, 0),
                                new Interval(0, 1),
                                new MarkKey(1, "k"),
                                new Interval(0, 1),
                                new Interval(0, 2),
                                0),
                        write))
                .isEqualTo(second("2027-12-28T00:00:00Z"));
        assertThat(new ArchiveHeadItem(SHARD, SEVEN).attributesAt(write)).doesNotContainKey(Table.TIME_TO_LIVE);
    }

    @Test
    void aStepSaysWhenItWasWrittenAndThoseOfEarlierReleasesByWhen() {
        long write = IsoInstant.parse("2026-11-23T00:00:01Z");
        Map<String, AttributeValue> step =
                new StepItem(SHARD, SEVEN, NINE, CLOCKS, COUNTS, new byte[0]).attributesAt(write);
        assertThat(step.get("written").n()).isEqualTo(Long.toString(write));
        assertThat(writtenBy(step)).isEqualTo("2026-11-23T00:00:01.000Z");
        step.remove("written");
        assertThat(writtenBy(step)).as("by its time to live").isEqualTo("2026-11-24T00:00:00.000Z");
    }

    private static String writtenBy(Map<String, AttributeValue> step) {
        return IsoInstant.format(
                FoundStep.ITEMS.read(step).orElseThrow().writtenByMillis().orElseThrow());
    }

    @Test
    void headsOfEarlierReleasesHaveAllHashKeysAndNoVersions() {
        HeadItem head = GOLDEN.keySet().stream()
                .filter(HeadItem.class::isInstance)
                .map(HeadItem.class::cast)
                .findFirst()
                .orElseThrow();
        Map<String, AttributeValue> item = new HashMap<>(head.attributes());
        item.keySet().removeAll(List.of("hashKeys", "openedWith", "viewsVersion"));
        HeadItem read = HeadItem.CODEC.read(item);
        assertThat(read.hashKeys()).isEqualTo(HashKeyRange.ALL);
        assertThat(read.openedWith()).isEmpty();
        assertThat(read.viewsVersion()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamedWithItsItem() {
        Map<String, AttributeValue> item = new ArchiveHeadItem(SHARD, SEVEN).attributes();
        item.remove("seq");
        assertThatThrownBy(() -> ArchiveHeadItem.CODEC.read(item))
                .isInstanceOf(UnreadableItemException.class)
                .hasMessage("the item archived / shardId-000000000001 cannot be read: it has no text 'seq'");
    }

    @Test
    void aKeyThatIsNoneIsNamed() {
        Map<String, AttributeValue> item = new MomentItem(SHARD, NOON, NOON).attributes();
        item.put("sk", AttributeValue.fromS("yesterday"));
        assertThatThrownBy(() -> MomentItem.CODEC.read(item))
                .isInstanceOf(UnreadableItemException.class)
                .hasMessageEndingWith("cannot be read: 'yesterday' is no instant");
    }

    @Test
    void measuresThatCannotBeAreReadAndRefusedAsMeasures() {
        Map<String, AttributeValue> item =
                new CellItem(VIEW, NOON, SHARD, new MarkKey(ONE, "k"), SEVEN, VALUES, Sketches.NONE).attributes();
        item.put("count", AttributeValue.fromN("1"));
        CellItem cell = CellItem.CODEC.read(item);
        assertThat(cell.values().count()).isEqualTo(1);
        assertThatThrownBy(cell::measures).hasMessage("0 <= valued <= count does not hold: valued is 2, count is 1");
    }

    @Test
    void aSumFinerThanMicrosIsRefusedAsMeasures() {
        MeasureValues fine = new MeasureValues(1, 1, new BigDecimal("0.0000001"), BigDecimal.ZERO, BigDecimal.ZERO);
        assertThatThrownBy(fine::toMeasures).hasMessage("sum has more than 6 fraction digits: 1E-7");
    }

    @Test
    void anotherFormatIsRefusedWithASentence() {
        assertThat(FormatItem.refusal("the journal", FormatItem.VERSION + 1))
                .isEqualTo("the journal is written in format 3, and this release reads and writes format 2: "
                        + "it needs a newer release");
        assertThat(FormatItem.refusal("the journal", FormatItem.BEFORE_VERSIONS.version()))
                .isEqualTo("the journal is written in format 1, and this release reads and writes format 2: "
                        + "it has to be moved to the new format first, or replaced by a new one");
    }

    private static long expiry(StoredItem item, long write) {
        return Long.parseLong(item.attributesAt(write).get(Table.TIME_TO_LIVE).n());
    }

    private static long second(String instant) {
        return IsoInstant.parse(instant) / 1_000;
    }

    /** Table, keys, then the attributes by name; padding of sequence numbers left out. */
    private static String text(StoredItem item) {
        Map<String, AttributeValue> attributes = new TreeMap<>(item.attributes());
        String pk = attributes.remove("pk").s();
        String sk = attributes.remove("sk").s();
        String map = text(AttributeValue.fromM(attributes));
        return (item.table() + " " + pk + " / " + sk + "\n" + map.substring(1, map.length() - 1))
                .replaceAll("\\b0{63}", "");
    }

    private static String text(AttributeValue value) {
        return switch (value.type()) {
            case S -> "'" + value.s() + "'";
            case N -> value.n();
            case BOOL -> value.bool().toString();
            case B -> java.util.Arrays.toString(value.b().asByteArray());
            case L -> value.l().stream().map(ItemFormatTest::text).collect(Collectors.joining(", ", "[", "]"));
            case M ->
                new TreeMap<>(value.m())
                        .entrySet().stream()
                                .map(field -> field.getKey() + " " + text(field.getValue()))
                                .collect(Collectors.joining(", ", "{", "}"));
            default -> throw new IllegalStateException("no item has a " + value.type());
        };
    }
}

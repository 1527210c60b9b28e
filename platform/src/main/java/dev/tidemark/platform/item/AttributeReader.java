package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes of an item, or of a map in one, as they are taken apart. What is missing is named. */
final class AttributeReader {

    private final Map<String, AttributeValue> item;
    private final Map<String, AttributeValue> attributes;

    AttributeReader(Map<String, AttributeValue> item) {
        this(item, item);
    }

    private AttributeReader(Map<String, AttributeValue> item, Map<String, AttributeValue> attributes) {
        this.item = item;
        this.attributes = attributes;
    }

    String partition() {
        return text(Table.PARTITION_KEY);
    }

    String sort() {
        return text(Table.SORT_KEY);
    }

    /** The partition key behind this prefix. */
    String partitionAfter(String prefix) {
        String partition = partition();
        if (!partition.startsWith(prefix)) {
            throw unreadable("its partition key does not begin with " + prefix);
        }
        return partition.substring(prefix.length());
    }

    /** A key in so many fields, parted by {@code #}; the last may have one itself. */
    String[] fields(String key, int number) {
        String[] fields = key.split("#", number);
        if (fields.length != number) {
            throw unreadable("the key '" + key + "' has not " + number + " fields");
        }
        return fields;
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    String text(String name) {
        return required(name, AttributeValue::s, "text");
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    BigDecimal decimal(String name) {
        return new BigDecimal(required(name, AttributeValue::n, "number"));
    }

    @Nullable
    BigDecimal optionalDecimal(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : new BigDecimal(value.n());
    }

    long number(String name) {
        return Long.parseLong(required(name, AttributeValue::n, "number"));
    }

    OptionalLong optionalNumber(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.n()));
    }

    /** Milliseconds; {@link ShardClocks#UNKNOWN} where there is none. */
    long millis(String name) {
        return optionalNumber(name).orElse(ShardClocks.UNKNOWN);
    }

    /** An instant that is text. */
    long instant(String name) {
        return instantOf(text(name));
    }

    /** The instant in a key. */
    long instantOf(String text) {
        long millis = IsoInstant.parse(text);
        if (millis == IsoInstant.UNREADABLE) {
            throw unreadable("'" + text + "' is no instant");
        }
        return millis;
    }

    byte[] bytes(String name) {
        return required(name, AttributeValue::b, "bytes").asByteArrayUnsafe();
    }

    boolean flag(String name) {
        AttributeValue value = attributes.get(name);
        return value != null && !Boolean.FALSE.equals(value.bool());
    }

    /** Texts; none where there is no list. */
    List<String> texts(String name) {
        AttributeValue value = attributes.get(name);
        return value == null
                ? List.of()
                : value.l().stream().map(AttributeValue::s).toList();
    }

    /** A map. */
    AttributeReader map(String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || !value.hasM()) {
            throw unreadable("it has no map '" + name + "'");
        }
        return new AttributeReader(item, value.m());
    }

    /** A map of values of one kind; empty where there is none. */
    <V> Map<String, V> mapOf(String name, Function<AttributeValue, V> read) {
        Map<String, V> values = new LinkedHashMap<>();
        AttributeValue value = attributes.get(name);
        if (value != null) {
            value.m().forEach((key, inner) -> values.put(key, read.apply(inner)));
        }
        return values;
    }

    /** A map of maps; empty where there is none. */
    <V> Map<String, V> mapOfMaps(String name, Function<AttributeReader, V> read) {
        return mapOf(name, inner -> read.apply(new AttributeReader(item, inner.m())));
    }

    /** A list of maps; it must be there. */
    <V> List<V> maps(String name, Function<AttributeReader, V> read) {
        AttributeValue value = attributes.get(name);
        if (value == null || !value.hasL()) {
            throw unreadable("it has no list '" + name + "'");
        }
        return value.l().stream()
                .map(element -> read.apply(new AttributeReader(item, element.m())))
                .toList();
    }

    /** A text as it was found; null where there is none. */
    @Nullable
    String foundText(String name) {
        AttributeValue value = attributes.get(name);
        return value == null ? null : value.s();
    }

    /** A number as it was found; null where there is none. */
    @Nullable
    BigDecimal foundNumber(String name) {
        AttributeValue value = attributes.get(name);
        return value == null || value.n() == null ? null : new BigDecimal(value.n());
    }

    /** An instant that is text as it was found; null where there is none. */
    @Nullable
    Long foundInstant(String name) {
        String text = foundText(name);
        long millis = text == null ? IsoInstant.UNREADABLE : IsoInstant.parse(text);
        return millis == IsoInstant.UNREADABLE ? null : Long.valueOf(millis);
    }

    /** The texts of a list as it was found; none where there is none. */
    List<String> foundTexts(String name) {
        AttributeValue value = attributes.get(name);
        return value == null
                ? List.of()
                : value.l().stream()
                        .flatMap(element -> Stream.ofNullable(element.s()))
                        .toList();
    }

    /** A map as it was found. */
    <V> V foundMap(String name, Function<AttributeReader, V> read, V none) {
        AttributeValue value = attributes.get(name);
        return value == null || !value.hasM() ? none : read.apply(new AttributeReader(item, value.m()));
    }

    /** The numbers of a map as it was found; none where there is none. */
    Map<String, BigDecimal> foundNumbers(String name) {
        Map<String, BigDecimal> numbers = new LinkedHashMap<>();
        AttributeValue value = attributes.get(name);
        if (value != null) {
            value.m().forEach((key, inner) -> {
                if (inner.n() != null) {
                    numbers.put(key, new BigDecimal(inner.n()));
                }
            });
        }
        return numbers;
    }

    /** The maps of a list as it was found; none where there is none. */
    <V> List<V> foundMaps(String name, Function<AttributeReader, V> read) {
        AttributeValue value = attributes.get(name);
        return value == null
                ? List.of()
                : value.l().stream()
                        .map(element -> read.apply(new AttributeReader(item, element.m())))
                        .toList();
    }

    private <V> V required(String name, Function<AttributeValue, @Nullable V> get, String type) {
        AttributeValue value = attributes.get(name);
        V there = value == null ? null : get.apply(value);
        if (there == null) {
            throw unreadable("it has no " + type + " '" + name + "'");
        }
        return there;
    }

    UnreadableItemException unreadable(String reason) {
        return new UnreadableItemException(item, reason, null);
    }
}

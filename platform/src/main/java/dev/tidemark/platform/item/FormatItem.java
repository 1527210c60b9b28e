package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The version of the format that all tables are written in. In {@link Table#JOURNAL}, {@code format} / {@code tables}. It is
 * written when tables are new, and whoever opens them reads it: {@link #refusal} says why they cannot be used. Tables of the
 * releases before there were versions have no such item: {@link #BEFORE_VERSIONS}.
 *
 * @param version of the format
 */
public record FormatItem(int version) implements StoredItem {

    /** The version that this release reads and writes. Whoever changes what an item says makes it one more. */
    public static final int VERSION = 2;

    /** That of this release. */
    public static final FormatItem CURRENT = new FormatItem(VERSION);

    /** That of tables in which a shard has a head, and which do not say what format they have. */
    public static final FormatItem BEFORE_VERSIONS = new FormatItem(1);

    /** Reads the format. */
    public static final ItemCodec<FormatItem> CODEC = new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, FormatItem::read);

    private static final String PARTITION = "format";
    private static final String SORT = "tables";
    private static final String FORMAT_VERSION = "formatVersion";

    /** Its key. */
    public static ItemKey<FormatItem> key() {
        return new ItemKey<>(CODEC, PARTITION, SORT);
    }

    /** The write that gives tables without a version this one. */
    public ItemPut<FormatItem> opening() {
        return new ItemPut<>(CODEC, this, new WriteCondition.Absent());
    }

    /** Whether this release can go on with tables of this format. */
    public boolean isCurrent() {
        return version == VERSION;
    }

    /** Why a release cannot go on with what is of another format, in a sentence. */
    public static String refusal(String what, int version) {
        return what + " is written in format " + version + ", and this release reads and writes format " + VERSION
                + (version > VERSION
                        ? ": it needs a newer release"
                        : ": it has to be moved to the new format first, or replaced by a new one");
    }

    @Override
    public ItemCodec<FormatItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key()).number(FORMAT_VERSION, version).attributes();
    }

    private static FormatItem read(AttributeReader item) {
        return new FormatItem((int) item.number(FORMAT_VERSION));
    }
}

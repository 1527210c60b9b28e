package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A views file that cells, panes and records refer to. In {@link Table#JOURNAL}, partition {@code views}, sorted by version;
 * it does not expire.
 *
 * @param version of the file
 * @param definition the file's text
 * @param viewIds of its views, in its order
 */
public record ViewsFileItem(String version, String definition, List<String> viewIds) implements StoredItem {

    /** Reads views files. */
    public static final ItemCodec<ViewsFileItem> CODEC =
            new ItemCodec<>(Table.JOURNAL, Lifetime.KEPT, ViewsFileItem::read);

    /** Partition of the files, the attribute with their views, and what the lease is of. */
    static final String VIEWS = "views";

    private static final String DEFINITION = "definition";

    public ViewsFileItem {
        viewIds = List.copyOf(viewIds);
    }

    /** The file of a version. */
    public static ItemKey<ViewsFileItem> key(String version) {
        return new ItemKey<>(CODEC, VIEWS, version);
    }

    /** All files. */
    public static ItemRange<ViewsFileItem> all() {
        return ItemRange.all(CODEC, VIEWS);
    }

    /** The write that keeps it, unless a file of the version is there already, perhaps with other comments. */
    public ItemPut<ViewsFileItem> keeping() {
        return new ItemPut<>(CODEC, this, new WriteCondition.Absent());
    }

    @Override
    public ItemCodec<ViewsFileItem> codec() {
        return CODEC;
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        return new AttributeWriter(key(version))
                .text(DEFINITION, definition)
                .texts(VIEWS, viewIds)
                .attributes();
    }

    private static ViewsFileItem read(AttributeReader item) {
        return new ViewsFileItem(item.sort(), item.text(DEFINITION), item.texts(VIEWS));
    }
}

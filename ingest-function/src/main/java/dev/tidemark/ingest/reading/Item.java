package dev.tidemark.ingest.reading;

import dev.tidemark.domain.event.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What was wanted of one object of a stranger's text. Lives as long as its body is read: it points into the text.
 *
 * <p>Where a member comes twice, the last counts, with all that is in it.
 */
public final class Item {

    private final Shape shape;
    private final Field[] fields;
    private final List<Map<String, Attribute>> attributes;
    private final byte[] text;
    private final int from;
    private final int length;

    Item(Shape shape, Field[] fields, List<Map<String, Attribute>> attributes, byte[] text, int from, int length) {
        this.shape = shape;
        this.fields = fields;
        this.attributes = attributes;
        this.text = text;
        this.from = from;
        this.length = length;
    }

    /** With nothing in it. */
    public static Item empty(Shape shape) {
        Field[] fields = new Field[shape.size()];
        Arrays.fill(fields, Field.MISSING);
        return new Item(shape, fields, List.of(), new byte[0], 0, 0);
    }

    /**
     * What stands at a path.
     *
     * @throws IllegalArgumentException if the shape does not know the path
     */
    public Field get(String path) {
        return fields[shape.placeOf(path)];
    }

    /** What stands at the first of these paths where there is anything, right or wrong. */
    public Field first(List<String> paths) {
        Field first = Field.MISSING;
        for (String path : paths) {
            first = first.or(get(path));
        }
        return first;
    }

    /** The attributes, one map for each member that has some, in the order in which the shape names those. */
    List<Map<String, Attribute>> attributes() {
        return attributes;
    }

    /** Bytes of the object's text, from brace to brace. */
    public int bytes() {
        return length;
    }

    /** A hash of all that the object says, but for what belongs to the attempt: 32 hex digits. */
    String contentHash() {
        return ContentHash.of(text, from, length, shape.ofTheAttempt);
    }
}

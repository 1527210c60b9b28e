package dev.tidemark.ingest.reading;

import dev.tidemark.domain.event.Attribute;
import dev.tidemark.ingest.model.Ignored;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What was wanted of one object of a stranger's text. Lives as long as its body is read: it points into the text.
 *
 * <p>Where a member comes twice, the last counts, with all that is in it.
 */
public final class ForeignItem {

    private final Shape shape;
    private final ForeignField[] fields;
    private final List<Map<String, Attribute>> attributes;
    private final Ignored ignored;
    private final byte[] text;
    private final int from;
    private final int length;

    ForeignItem(
            Shape shape,
            ForeignField[] fields,
            List<Map<String, Attribute>> attributes,
            Ignored ignored,
            byte[] text,
            int from,
            int length) {
        this.shape = shape;
        this.fields = fields;
        this.attributes = attributes;
        this.ignored = ignored;
        this.text = text;
        this.from = from;
        this.length = length;
    }

    /** With nothing in it. */
    public static ForeignItem empty(Shape shape) {
        ForeignField[] fields = new ForeignField[shape.size()];
        Arrays.fill(fields, ForeignField.MISSING);
        return new ForeignItem(shape, fields, List.of(), new Ignored(), new byte[0], 0, 0);
    }

    /**
     * What stands at a path.
     *
     * @throws IllegalArgumentException if the shape does not know the path
     */
    public ForeignField get(String path) {
        return fields[shape.placeOf(path)];
    }

    /** What stands at the first of these paths where there is anything, right or wrong. */
    public ForeignField first(List<String> paths) {
        ForeignField first = ForeignField.MISSING;
        for (String path : paths) {
            first = first.or(get(path));
        }
        return first;
    }

    /** The attributes, one map for each member that has some, in the order in which the shape names those. */
    List<Map<String, Attribute>> attributes() {
        return attributes;
    }

    /** What nobody knows of all objects of the body. */
    public Ignored ignored() {
        return ignored;
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

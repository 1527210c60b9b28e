package dev.tidemark.batch.shape;

import dev.tidemark.batch.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * Columns that hold the text of one attribute each. An attribute's name is a stranger's text, and engines take identifiers
 * that differ in case alone for one; so a column is named by the name's bytes in hexadecimal, and the name itself is only
 * ever a value.
 */
public final class AttributeColumns {

    private static final String OF_EVENT = "attr_";
    private static final String OF_HALF = "half_";

    private final Sql sql;

    public AttributeColumns(Sql sql) {
        this.sql = sql;
    }

    /** The column of an attribute: {@code attr_70616765} for {@code page}. */
    public static String name(String attribute) {
        return OF_EVENT + hex(attribute);
    }

    /** The column of an attribute in halves of pairs. */
    static String ofHalf(String attribute) {
        return OF_HALF + hex(attribute);
    }

    private static String hex(String attribute) {
        return HexFormat.of().formatHex(attribute.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of an attribute of an occurrence, from the map of all of them; NULL where it has none. */
    String extracted(String attribute) {
        return sql.get("dialect.attribute", Map.of("name", Sql.text(attribute)));
    }

    /** The select list that makes the columns of these attributes; ends with a comma unless empty. */
    public String made(Iterable<String> attributes) {
        StringBuilder list = new StringBuilder();
        for (String attribute : attributes) {
            list.append(extracted(attribute))
                    .append(" AS ")
                    .append(name(attribute))
                    .append(", ");
        }
        return list.toString();
    }
}

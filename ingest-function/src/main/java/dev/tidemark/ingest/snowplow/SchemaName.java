package dev.tidemark.ingest.snowplow;

import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.Scalar;

/**
 * The name in the address of a schema: {@code link_click} of {@code
 * iglu:com.snowplowanalytics.snowplow/link_click/jsonschema/1-0-1}.
 */
final class SchemaName {

    private static final String IGLU = "iglu:";
    private static final int PARTS = 4;
    private static final int NAME = 1;

    private SchemaName() {}

    /** The name; of what is no such address, the field as it came. */
    static ForeignField of(ForeignField schema) {
        if (!(schema instanceof Scalar address)
                || !address.isString()
                || !address.text().startsWith(IGLU)) {
            return schema;
        }
        String[] parts = address.text().substring(IGLU.length()).split("/", -1);
        return parts.length == PARTS ? Scalar.string(parts[NAME]) : schema;
    }
}

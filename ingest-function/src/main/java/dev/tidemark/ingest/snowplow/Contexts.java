package dev.tidemark.ingest.snowplow;

import dev.tidemark.ingest.reading.ForeignEvent;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.ForeignItem;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.Shape;
import dev.tidemark.ingest.reading.UnreadableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a payload says beside its event: documents, each of a schema. */
final class Contexts {

    /** The context by which the trackers of phones say whose session it is. */
    private static final Scalar SESSION = Scalar.string("client_session");

    private static final Shape CONTEXT =
            Shape.of().fields("schema", "data.userId").attributesBelow("data");

    private final List<@Nullable ForeignItem> items;

    private Contexts(List<@Nullable ForeignItem> items) {
        this.items = items;
    }

    /**
     * Reads them.
     *
     * @throws UnreadableException if the document is none of contexts
     */
    static Contexts of(Embedded document) throws UnreadableException {
        return new Contexts(document.items(CONTEXT));
    }

    /** The installation whose session it is, if a context says so. */
    ForeignField device() {
        for (ForeignItem item : items) {
            if (item != null && SchemaName.of(item.get("schema")).equals(SESSION)) {
                return item.get("data.userId");
            }
        }
        return ForeignField.MISSING;
    }

    /** Adds what they say, each behind its name. */
    void addTo(ForeignEvent event) {
        for (ForeignItem item : items) {
            if (item != null && SchemaName.of(item.get("schema")) instanceof Scalar name) {
                event.attributesOf(item, name.text() + ".");
            }
        }
    }
}

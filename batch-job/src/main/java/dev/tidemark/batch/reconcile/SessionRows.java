package dev.tidemark.batch.reconcile;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.batch.replay.SessionShape;
import dev.tidemark.batch.replay.Shapes;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.store.Item;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The published sessions as rows: panes, and the items that withdraw a session under another last bucket. */
final class SessionRows {

    private final Map<String, Integer> viewNumbers;
    private final List<View> views;
    private final Shapes shapes;
    private final Set<Long> days;

    SessionRows(Map<String, Integer> viewNumbers, List<View> views, Shapes shapes, Set<Long> days) {
        this.viewNumbers = viewNumbers;
        this.views = views;
        this.shapes = shapes;
        this.days = days;
    }

    /** Writes the row of an item, if it is of a session that the days need. */
    void write(JsonGenerator json, Item item) {
        String[] pk = item.pk().split("#", 3);
        Integer view = viewNumbers.get(pk[0]);
        if (view == null || pk.length != 3 || !(shapes.of(views.get(view)) instanceof SessionShape shape)) {
            return;
        }
        int slash = pk[1].indexOf('/');
        long bucket = IsoInstant.parse(pk[1].substring(0, slash));
        long bucketEnd = IsoInstant.parse(pk[1].substring(slash + 1));
        if (!shape.itemDays(days).contains(ViewShape.dayOfEnd(bucketEnd))) {
            return;
        }
        String[] sk = item.sk().split("#", 3);
        try {
            json.writeStartObject();
            json.writeNumberField("view", view);
            json.writeNumberField("bucket", bucket);
            json.writeNumberField("mark", IsoInstant.parse(sk[0]));
            json.writeStringField("key", sk[2]);
            instant(json, "window_start", item.text("start"));
            instant(json, "window_end", item.text("end"));
            StreamItems.number(json, "index", item.number("index"), 0);
            boolean withdrawn = item.flag("retracted");
            json.writeStringField("into_session", withdrawn ? String.valueOf(item.text("into")) : "");
            json.writeStringField("retracts", retracts(item));
            if (!withdrawn) {
                json.writeStringField("timing", String.valueOf(item.text("timing")));
                StreamItems.number(json, "first", item.number("first"), 0);
                StreamItems.number(json, "last", item.number("last"), 0);
                StreamItems.measures(json, "", item.fields());
                StreamItems.measures(json, "delta_", item.map("delta"));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing rows", e);
        }
    }

    /** What it withdraws, in order; a session that only grew inside its bounds names itself or not. */
    private static String retracts(Item item) {
        Set<String> sessions = new TreeSet<>(item.texts("retracts"));
        sessions.remove(item.text("start") + "/" + item.text("end"));
        return String.join(" ", sessions);
    }

    private static void instant(JsonGenerator json, String name, @org.jspecify.annotations.Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeNumberField(name, IsoInstant.parse(text));
        }
    }
}

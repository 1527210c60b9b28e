package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.Approximation;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A pane of a window: what it said at a mark.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param block that it lies in
 * @param window of the view
 * @param at mark, early coordinate and key
 * @param timing {@code EARLY}, {@code ON_TIME} or {@code LATE}
 * @param index 0 for the key's first pane in this window
 * @param total of everything up to the mark
 * @param delta of this mark alone
 * @param approximations what the sketches of all its cells say, by result name, for each that the view asks for
 */
public record PaneItem(
        String viewId,
        PaneBlock block,
        Interval window,
        MarkKey at,
        String timing,
        int index,
        MeasureValues total,
        MeasureValues delta,
        Map<String, Approximation> approximations)
        implements WindowItem {

    static final String TIMING = "timing";
    static final String INDEX = "index";
    static final String DELTA = "delta";

    public PaneItem {
        approximations = Map.copyOf(approximations);
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = total.write(new AttributeWriter(key()))
                .text(TIMING, timing)
                .number(INDEX, index)
                .map(DELTA, delta.write(new AttributeWriter()));
        return ApproximationAttributes.write(item, approximations).attributes();
    }

    static PaneItem read(WindowItem.WindowKey key, AttributeReader item) {
        return new PaneItem(
                key.viewId(),
                key.block(),
                key.window(),
                key.at(),
                item.text(TIMING),
                (int) item.number(INDEX),
                MeasureValues.read(item),
                MeasureValues.read(item.map(DELTA)),
                ApproximationAttributes.read(item));
    }
}

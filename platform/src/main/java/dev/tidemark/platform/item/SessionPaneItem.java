package dev.tidemark.platform.item;

import dev.tidemark.domain.aggregate.Approximation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A pane of a session. It lies with the bucket of time that holds its last event, however far back it reaches.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param block that it lies in
 * @param window the bucket of time that holds the session's last event
 * @param at mark and key
 * @param session from its first event to its last and the gap
 * @param timing {@code ON_TIME} or {@code LATE}
 * @param index 0 for the key's first item with this last bucket
 * @param total of the whole session
 * @param delta of what no session published before held
 * @param approximations what the sketches of all its cells say, by result name, for each that the view asks for
 * @param retracts the sessions that it withdraws, by start
 */
public record SessionPaneItem(
        String viewId,
        PaneBlock block,
        Interval window,
        MarkKey at,
        Interval session,
        String timing,
        int index,
        MeasureValues total,
        MeasureValues delta,
        Map<String, Approximation> approximations,
        List<Interval> retracts)
        implements WindowItem {

    static final String START = "start";
    static final String END = "end";
    static final String RETRACTS = "retracts";

    public SessionPaneItem {
        approximations = Map.copyOf(approximations);
        retracts = List.copyOf(retracts);
    }

    @Override
    public Map<String, AttributeValue> attributes() {
        AttributeWriter item = total.write(bounds(new AttributeWriter(key()), session))
                .text(PaneItem.TIMING, timing)
                .number(PaneItem.INDEX, index)
                .map(PaneItem.DELTA, delta.write(new AttributeWriter()))
                .textsIfAny(RETRACTS, retracts.stream().map(Interval::toString).toList());
        return ApproximationAttributes.write(item, approximations).attributes();
    }

    /** Whether an item that is no withdrawal is of a session. */
    static boolean is(AttributeReader item) {
        return item.has(START);
    }

    static SessionPaneItem read(WindowItem.WindowKey key, AttributeReader item) {
        return new SessionPaneItem(
                key.viewId(),
                key.block(),
                key.window(),
                key.at(),
                session(item),
                item.text(PaneItem.TIMING),
                (int) item.number(PaneItem.INDEX),
                MeasureValues.read(item),
                MeasureValues.read(item.map(PaneItem.DELTA)),
                ApproximationAttributes.read(item),
                item.texts(RETRACTS).stream().map(Interval::parse).toList());
    }

    static AttributeWriter bounds(AttributeWriter item, Interval session) {
        return item.instant(START, session.startMillis()).instant(END, session.endMillis());
    }

    static Interval session(AttributeReader item) {
        return new Interval(item.instant(START), item.instant(END));
    }
}

package dev.tidemark.domain.fold;

import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.view.JoinSpec;
import dev.tidemark.domain.view.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A view that counts pairs: which events are halves of one, and what a pair is as an event. */
final class JoinTarget {

    private final String viewId;
    private final JoinSpec join;
    private final Set<String> attributes;

    private JoinTarget(String viewId, JoinSpec join, Set<String> attributes) {
        this.viewId = viewId;
        this.join = join;
        this.attributes = attributes;
    }

    /** Of a view, or null where it counts events. */
    static @Nullable JoinTarget of(View view) {
        JoinSpec join = view.join();
        return join == null ? null : new JoinTarget(view.id(), join, view.attributes());
    }

    String viewId() {
        return viewId;
    }

    long withinMillis() {
        return join.within().toMillis();
    }

    /** The event as a half, or null where it is none: it is of another type, or lacks what halves meet on. */
    @Nullable
    Half half(String deviceId, LoggedEvent event, String sequence, int position, long watermarkMillis) {
        JoinSide side = event.type().equals(join.left())
                ? JoinSide.LEFT
                : event.type().equals(join.right()) ? JoinSide.RIGHT : null;
        String on = side == null ? null : join.on().of(deviceId, event);
        if (side == null || on == null) {
            return null;
        }
        Map<String, String> texts = new HashMap<>();
        event.attributes().forEach((name, attribute) -> {
            if (attributes.contains(name)) {
                texts.put(name, attribute.text());
            }
        });
        return new Half(
                side,
                deviceId,
                on,
                event.time().millis(),
                sequence,
                position,
                watermarkMillis,
                event.valueMicros(),
                texts);
    }

    /**
     * The pair: the time is the later one, the value the right one's, and the attributes the left one's overlaid with the
     * right one's.
     *
     * @param completing the event of the half that came second
     */
    LoggedEvent pair(Half first, Half second, LoggedEvent completing) {
        Half left = first.side() == JoinSide.LEFT ? first : second;
        Half right = first.side() == JoinSide.LEFT ? second : first;
        Map<String, Attribute> texts = new HashMap<>();
        left.attributes().forEach((name, text) -> texts.put(name, Attribute.string(text)));
        right.attributes().forEach((name, text) -> texts.put(name, Attribute.string(text)));
        return new LoggedEvent(
                completing.id(),
                completing.type(),
                null,
                new EventTime(
                        Math.max(first.timeMillis(), second.timeMillis()),
                        completing.time().quality()),
                right.valueMicros(),
                texts);
    }
}

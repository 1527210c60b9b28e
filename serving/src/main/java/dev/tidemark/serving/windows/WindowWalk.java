package dev.tidemark.serving.windows;

import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.fold.Timing;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.SessionPaneItem;
import dev.tidemark.platform.item.WindowItem;
import dev.tidemark.platform.item.WithdrawalItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the frames of a view in their order and says of each key what it is worth, once. One frame is held at a time.
 * It stops before a frame when it has read as much as it may; {@link #position} is where the next one goes on.
 */
public final class WindowWalk implements Iterator<WindowValue> {

    private final View view;
    private final Grid grid;
    private final Layer layer;
    private final WindowQuery query;
    private final Standpoint at;
    private final Iterator<Window> frames;
    private final Function<Window, List<WindowItem>> panes;
    private final IntSupplier queried;
    private final CorrectionReader.CorrectionsInOrder corrections;
    private final OpenWindows open;
    private final int mostQueries;
    private final Deque<WindowValue> ready = new ArrayDeque<>();

    private @Nullable Position position;
    private @Nullable Window frame;

    WindowWalk(
            View view,
            Layer layer,
            WindowQuery query,
            Standpoint at,
            @Nullable Position behind,
            Iterator<Window> frames,
            Function<Window, List<WindowItem>> panes,
            IntSupplier queried,
            CorrectionReader.CorrectionsInOrder corrections,
            OpenWindows open,
            int mostQueries) {
        this.view = view;
        this.grid = Grid.of(view);
        this.layer = layer;
        this.query = query;
        this.at = at;
        this.position = behind;
        this.frames = frames;
        this.panes = panes;
        this.queried = queried;
        this.corrections = corrections;
        this.open = open;
        this.mostQueries = mostQueries;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && open.queries() + queried.getAsInt() < mostQueries && frames.hasNext()) {
            Window next = frames.next();
            Position last = position;
            if (last == null || !last.isPast(next)) {
                frame = next;
                for (WindowValue value : values(next)) {
                    if (last == null || !last.isPast(next, told(value))) {
                        ready.add(value);
                    }
                }
                if (ready.isEmpty()) {
                    position = new Position(next, null);
                }
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public WindowValue next() {
        Window of = hasNext() ? frame : null;
        if (of == null) {
            throw new NoSuchElementException("no value behind the last one");
        }
        WindowValue value = ready.remove();
        position = new Position(of, ready.isEmpty() ? null : told(value));
        return value;
    }

    private static Position.Told told(WindowValue value) {
        return new Position.Told(value.key(), value.window());
    }

    /** Where another walk from the same standpoint goes on; empty if there is nothing more. */
    Optional<Position> position() {
        return ready.isEmpty() && !frames.hasNext() ? Optional.empty() : Optional.ofNullable(position);
    }

    /** What a frame is worth, by key. */
    private List<WindowValue> values(Window of) {
        Map<String, List<WindowItem>> byKey = new TreeMap<>();
        for (WindowItem item : panes.apply(of)) {
            if (item.at().markMillis() <= at.publishedMillis()
                    && query.includes(item.at().key())) {
                byKey.computeIfAbsent(item.at().key(), key -> new ArrayList<>()).add(item);
            }
        }
        Map<Window, Map<String, WindowValue>> values = new TreeMap<>();
        byKey.forEach((key, items) -> {
            items.sort(Comparator.comparingLong((WindowItem item) -> item.at().markMillis())
                    .thenComparingInt(WindowWalk::index));
            published(of, items).ifPresent(value -> put(values, value));
        });
        open.of(of).forEach((key, value) -> {
            if (query.includes(key)) {
                List<WindowItem> before = byKey.getOrDefault(key, List.of());
                values.values().forEach(keys -> keys.remove(key));
                put(values, revised(value, before));
            }
        });
        for (CorrectionItem correction : corrections.of(of)) {
            if (query.includes(correction.key())) {
                correct(values, correction, byKey.getOrDefault(correction.key(), List.of()));
            }
        }
        return values.values().stream()
                .flatMap(keys -> keys.values().stream())
                .filter(value -> query.includes(view, value.window()))
                .map(value -> corrections.isVerified(value.window().endMillis()) ? value.verified() : value)
                .filter(value -> layer != Layer.BATCH || value.status() == WindowValue.ValueStatus.VERIFIED)
                .sorted(Comparator.comparing(WindowWalk::told))
                .toList();
    }

    private static void put(Map<Window, Map<String, WindowValue>> values, WindowValue value) {
        values.computeIfAbsent(value.window(), any -> new HashMap<>()).put(value.key(), value);
    }

    /** An early pane has the same mark as the one on time that follows it. */
    private static int index(WindowItem item) {
        if (item instanceof PaneItem pane) {
            return pane.index();
        }
        return item instanceof SessionPaneItem session ? session.index() : ((WithdrawalItem) item).index();
    }

    /** What the last pane says; nothing where a session was withdrawn. */
    private Optional<WindowValue> published(Window of, List<WindowItem> items) {
        WindowItem last = items.get(items.size() - 1);
        if (last instanceof PaneItem pane) {
            return Optional.of(value(of, of, items, pane.timing(), pane.total().toMeasures(), pane));
        }
        if (last instanceof SessionPaneItem pane) {
            Window session =
                    new Window(pane.session().startMillis(), pane.session().endMillis());
            return Optional.of(
                    value(of, session, items, pane.timing(), pane.total().toMeasures(), null));
        }
        return Optional.empty();
    }

    private WindowValue value(
            Window of,
            Window window,
            List<WindowItem> items,
            String timing,
            Measures total,
            @Nullable PaneItem approximate) {
        String key = items.get(0).at().key();
        boolean settled = grid.finalMark(of) <= at.publishedMillis() && !open.willTake(key, window);
        WindowValue.ValueStatus status =
                switch (Timing.valueOf(timing)) {
                    case EARLY -> WindowValue.ValueStatus.OPEN;
                    case ON_TIME -> WindowValue.ValueStatus.ON_TIME;
                    case LATE -> WindowValue.ValueStatus.LATE;
                };
        return new WindowValue(
                view.name(),
                window,
                key,
                settled ? WindowValue.ValueStatus.FINAL : status,
                WindowValue.Source.STREAM,
                items.size() - 1,
                marks(items),
                total,
                approximate == null ? Map.of() : approximate.approximations());
    }

    private static List<Long> marks(List<WindowItem> items) {
        return items.stream().map(item -> item.at().markMillis()).distinct().toList();
    }

    private static WindowValue revised(WindowValue value, List<WindowItem> before) {
        return new WindowValue(
                value.view(),
                value.window(),
                value.key(),
                value.status(),
                value.source(),
                before.size(),
                marks(before),
                value.total(),
                value.approx());
    }

    private void correct(
            Map<Window, Map<String, WindowValue>> values, CorrectionItem correction, List<WindowItem> before) {
        Window window = new Window(
                correction.window().startMillis(), correction.window().endMillis());
        if (correction.says().isEmpty()) {
            values.getOrDefault(window, new HashMap<>()).remove(correction.key());
        } else {
            put(
                    values,
                    new WindowValue(
                            view.name(),
                            window,
                            correction.key(),
                            WindowValue.ValueStatus.VERIFIED,
                            WindowValue.Source.CORRECTION,
                            before.size(),
                            marks(before),
                            correction.says().get().toMeasures(),
                            Map.of()));
        }
    }
}

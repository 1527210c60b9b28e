package dev.tidemark.domain.window;

import dev.tidemark.domain.view.CalendarBounds;
import dev.tidemark.domain.view.WindowSpec;
import java.util.List;

/** Calendar windows: each is one slice. Remembers the last bounds, which most events share; thread-safe. */
final class CalendarSlicing implements Slicing {

    private final CalendarBounds calendar;
    private volatile CalendarBounds.CalendarWindow last = new CalendarBounds.CalendarWindow(0, 0);

    CalendarSlicing(WindowSpec.Calendar spec) {
        this.calendar = new CalendarBounds(spec);
    }

    @Override
    public long startOf(long timeMillis) {
        return at(timeMillis).startMillis();
    }

    @Override
    public long endOf(long sliceStartMillis) {
        return at(sliceStartMillis).endMillis();
    }

    @Override
    public List<Window> windowsOf(long sliceStartMillis) {
        return List.of(new Window(sliceStartMillis, endOf(sliceStartMillis)));
    }

    @Override
    public List<Long> slicesOf(Window window) {
        return List.of(window.startMillis());
    }

    private CalendarBounds.CalendarWindow at(long timeMillis) {
        CalendarBounds.CalendarWindow bounds = last;
        if (timeMillis < bounds.startMillis() || timeMillis >= bounds.endMillis()) {
            bounds = calendar.at(timeMillis);
            last = bounds;
        }
        return bounds;
    }
}

package dev.tidemark.batch.shape;

import dev.tidemark.domain.view.CalendarBounds;
import dev.tidemark.domain.view.WindowSpec;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Days, weeks or months of a calendar: each is one slice. Its bounds are java.time's, as those of the stream are. */
final class CalendarShape implements ViewShape {

    private final CalendarBounds bounds;

    CalendarShape(WindowSpec.Calendar calendar) {
        this.bounds = new CalendarBounds(calendar);
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of();
    }

    @Override
    public ShapedInterval slice(long startMillis) {
        return piece(bounds.at(startMillis));
    }

    @Override
    public LongStream slices(long day) {
        return windows(day).mapToLong(ShapedInterval::startMillis);
    }

    @Override
    public Stream<ShapedInterval> windows(long day) {
        // A window of the day holds a moment of it: its last.
        return between(day * DAY, (day + 1) * DAY).filter(window -> ViewShape.dayOfEnd(window.endMillis()) == day);
    }

    @Override
    public boolean sliceIsIn(long sliceStartMillis, Set<Long> days) {
        return days.contains(ViewShape.dayOfEnd(slice(sliceStartMillis).endMillis()));
    }

    @Override
    public long firstNeeded(long day) {
        return slices(day).findFirst().orElse((day + 1) * DAY);
    }

    @Override
    public LongStream daysOf(long firstMillis, long lastMillis) {
        return between(firstMillis, lastMillis + 1).mapToLong(window -> ViewShape.dayOfEnd(window.endMillis()));
    }

    @Override
    public long beforeLastSliceMillis() {
        return 0;
    }

    private Stream<ShapedInterval> between(long fromMillis, long toMillis) {
        return bounds.between(fromMillis, toMillis).stream().map(CalendarShape::piece);
    }

    private static ShapedInterval piece(CalendarBounds.CalendarWindow window) {
        return new ShapedInterval(window.startMillis(), window.endMillis());
    }
}

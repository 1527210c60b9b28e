package dev.tidemark.batch.shape;

import dev.tidemark.domain.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of a run's views. */
public final class Shapes {

    private final Map<String, ViewShape> shapes;

    private Shapes(Map<String, ViewShape> shapes) {
        this.shapes = shapes;
    }

    /** Of these views. */
    public static Shapes of(List<View> views) {
        Map<String, ViewShape> shapes = new HashMap<>();
        views.forEach(view -> shapes.put(view.id(), ViewShape.of(view)));
        return new Shapes(shapes);
    }

    /** That of a view of the run. */
    public ViewShape of(View view) {
        ViewShape shape = shapes.get(view.id());
        if (shape == null) {
            throw new IllegalArgumentException("no view of this run: " + view.id());
        }
        return shape;
    }

    /** The same, but for one view. */
    public Shapes with(View view, ViewShape shape) {
        Map<String, ViewShape> other = new HashMap<>(shapes);
        other.put(view.id(), shape);
        return new Shapes(other);
    }
}

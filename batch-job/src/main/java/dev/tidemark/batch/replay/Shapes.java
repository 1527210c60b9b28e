package dev.tidemark.batch.replay;

import dev.tidemark.domain.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of a run's views. */
public final class Shapes {

    private final Map<String, ViewShape> shapes = new HashMap<>();

    /** Of these views. */
    public Shapes(List<View> views) {
        views.forEach(view -> shapes.put(view.id(), ViewShape.of(view)));
    }

    /** That of a view of the run. */
    public ViewShape of(View view) {
        ViewShape shape = shapes.get(view.id());
        if (shape == null) {
            throw new IllegalArgumentException("no view of this run: " + view.id());
        }
        return shape;
    }

    /** Gives a view another shape. */
    public void put(View view, ViewShape shape) {
        shapes.put(view.id(), shape);
    }
}

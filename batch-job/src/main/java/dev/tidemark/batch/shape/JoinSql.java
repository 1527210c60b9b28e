package dev.tidemark.batch.shape;

import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.view.JoinSpec;
import dev.tidemark.domain.view.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A view that counts pairs, as parameters of the statements. */
public final class JoinSql {

    private JoinSql() {}

    /** Of such a view, on rows that {@code sql} knows. */
    public static Map<String, Object> parameters(View view, ViewSql sql) {
        JoinSpec join = spec(view);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("viewId", Sql.text(view.id()));
        parameters.put("left", Sql.text(join.left()));
        parameters.put("right", Sql.text(join.right()));
        parameters.put("on", sql.text(join.on()));
        parameters.put("within", within(view));
        parameters.put("bucket", within(view) + 1);
        return parameters;
    }

    private static JoinSpec spec(View view) {
        JoinSpec join = view.join();
        if (join == null) {
            throw new IllegalArgumentException("view '" + view.name() + "' is no join");
        }
        return join;
    }

    /** How far apart the halves of a pair may be, milliseconds. */
    public static long within(View view) {
        return spec(view).within().toMillis();
    }

    /** How far before a pair's time its earlier half may be: the longest of all views, milliseconds. */
    public static long longestWithin(List<View> views) {
        return views.stream()
                .map(View::join)
                .filter(join -> join != null)
                .mapToLong(join -> join.within().toMillis())
                .max()
                .orElse(0);
    }
}

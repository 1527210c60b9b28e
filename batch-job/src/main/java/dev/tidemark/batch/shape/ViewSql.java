package dev.tidemark.batch.shape;

import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.EarlyPanes;
import dev.tidemark.domain.view.Field;
import dev.tidemark.domain.view.Filter;
import dev.tidemark.domain.view.TimeDomain;
import dev.tidemark.domain.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A view as parameters of the statements. */
public final class ViewSql {

    private final Sql sql;
    private final Set<String> columns;
    private final Set<String> columnsEverywhere;

    /**
     * For files with these attributes.
     *
     * @param sql the fragments
     * @param columns of attributes that at least one file has
     * @param columnsEverywhere of attributes that every file has
     */
    public ViewSql(Sql sql, Set<String> columns, Set<String> columnsEverywhere) {
        this.sql = sql;
        this.columns = Set.copyOf(columns);
        this.columnsEverywhere = Set.copyOf(columnsEverywhere);
    }

    /**
     * The parameters.
     *
     * @param number of the view in this run
     * @param view to be computed
     * @param from first millisecond to read
     * @param to end of what is read, exclusive
     */
    public Map<String, Object> parameters(int number, View view, long from, long to) {
        ViewShape shape = ViewShape.of(view);
        boolean event = view.time() == TimeDomain.EVENT;
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("view", number);
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("key", view.key() == null ? "''" : text(view.key()));
        parameters.put("keyFits", "key IS NOT NULL AND text_bytes(key) <= " + View.LONGEST_KEY_BYTES);
        parameters.put("match", match(view.where()));
        parameters.put("time", event ? "event_time" : "received_at");
        parameters.put("trueTime", event ? "true_time" : "received_at");
        parameters.put("wm", event ? "wm" : "wmr");
        parameters.putAll(shape.parameters());
        parameters.put("q", view.latePaneEvery().toMillis());
        parameters.put("lateness", view.allowedLateness().toMillis());
        parameters.put("firstMark", shape.firstMarkMillis());
        parameters.put("latestFinal", view.allowedLateness().toMillis() + shape.beforeLastSliceMillis());
        EarlyPanes early = view.early();
        if (early != null) {
            parameters.put("earlyOffset", early.offset().toMillis());
            parameters.put("earlyEvery", early.every().toMillis());
        }
        return parameters;
    }

    private String match(Filter filter) {
        List<String> terms = new ArrayList<>();
        for (Filter.Term term : filter.terms()) {
            terms.add(text(term.field()) + " IN ("
                    + String.join(", ", term.values().stream().map(Sql::text).toList()) + ")");
        }
        return terms.isEmpty() ? "true" : String.join(" AND ", terms);
    }

    /**
     * The text of a field of an occurrence, NULL where it has none.
     *
     * @throws IllegalArgumentException for the value, which is no text
     */
    public String text(Field field) {
        if (field instanceof Field.Type) {
            return "type";
        }
        if (field instanceof Field.DeviceId) {
            return "device_id";
        }
        if (field instanceof Field.AttributeField attribute) {
            return attribute(attribute.name());
        }
        throw new IllegalArgumentException("views take no text from " + field);
    }

    private String attribute(String name) {
        String column = AttributeColumns.name(name);
        if (columnsEverywhere.contains(column)) {
            return column;
        }
        String extracted = new AttributeColumns(sql).extracted(name);
        return columns.contains(column) ? "coalesce(" + column + ", " + extracted + ")" : extracted;
    }

    /** Of pairs of this view, which have every attribute that the view looks at as a column. */
    public ViewSql ofPairs(View view) {
        Set<String> all = attributes(view).stream().map(AttributeColumns::name).collect(Collectors.toSet());
        return new ViewSql(sql, all, all);
    }

    /** The select list that gives halves of a pair the texts that the view looks at; ends with a comma unless empty. */
    public String halfTexts(View view) {
        StringBuilder list = new StringBuilder();
        for (String name : attributes(view)) {
            list.append(attribute(name))
                    .append(" AS ")
                    .append(AttributeColumns.ofHalf(name))
                    .append(", ");
        }
        return list.toString();
    }

    /** The select list that overlays the left half's texts with the right one's; ends with a comma unless empty. */
    public String pairTexts(View view) {
        StringBuilder list = new StringBuilder();
        for (String name : attributes(view)) {
            String half = AttributeColumns.ofHalf(name);
            list.append("CASE WHEN b.is_left THEN coalesce(a." + half + ", b." + half + ") ELSE coalesce(b." + half
                    + ", a." + half + ") END AS " + AttributeColumns.name(name) + ", ");
        }
        return list.toString();
    }

    /** Names of the attributes that a view looks at in what it counts. */
    private static Set<String> attributes(View view) {
        Set<String> names = new TreeSet<>();
        view.where().terms().forEach(term -> add(names, term.field()));
        if (view.key() != null) {
            add(names, view.key());
        }
        for (AggregateSpec aggregate : view.aggregates()) {
            if (aggregate instanceof AggregateSpec.Distinct distinct) {
                add(names, distinct.field());
            } else if (aggregate instanceof AggregateSpec.Top top) {
                add(names, top.field());
            }
        }
        return names;
    }

    private static void add(Set<String> names, Field field) {
        if (field instanceof Field.AttributeField attribute) {
            names.add(attribute.name());
        }
    }
}

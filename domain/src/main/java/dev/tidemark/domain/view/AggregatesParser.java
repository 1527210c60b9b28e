package dev.tidemark.domain.view;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a view aggregates. */
final class AggregatesParser {

    private AggregatesParser() {}

    /** The list {@code aggregates}: at least one, none twice, and no more sketches than a cell has room for. */
    static List<AggregateSpec> parse(YamlMapping view) throws ViewsException {
        Node list = view.require("aggregates");
        List<AggregateSpec> aggregates = new ArrayList<>();
        for (Node node : view.sequence("aggregates", list)) {
            AggregateSpec aggregate = aggregate(view, node);
            if (aggregates.contains(aggregate)) {
                throw view.error(node, "aggregates has " + aggregate.resultName() + " twice");
            }
            if (aggregate instanceof AggregateSpec.Top && count(aggregates, AggregateSpec.Top.class) == 1) {
                throw view.error(node, "aggregates has more than one top, and a cell holds the texts of one");
            }
            if (aggregate instanceof AggregateSpec.Approximate
                    && count(aggregates, AggregateSpec.Approximate.class) == View.MOST_APPROXIMATE) {
                throw view.error(
                        node, "aggregates has more than " + View.MOST_APPROXIMATE + " of distinct, quantiles and top");
            }
            aggregates.add(aggregate);
        }
        if (aggregates.isEmpty()) {
            throw view.error(list, "aggregates is empty");
        }
        return aggregates;
    }

    private static long count(List<AggregateSpec> aggregates, Class<? extends AggregateSpec> kind) {
        return aggregates.stream().filter(kind::isInstance).count();
    }

    private static AggregateSpec aggregate(YamlMapping view, Node node) throws ViewsException {
        if (node instanceof ScalarNode) {
            String name = view.text(node, "aggregates");
            for (AggregateSpec.Exact exact : AggregateSpec.Exact.values()) {
                if (exact.resultName().equals(name)) {
                    return exact;
                }
            }
            throw view.error(node, noAggregate("'" + name + "'"));
        }
        YamlMapping mapping = view.mapping("an aggregate", node);
        AggregateSpec aggregate;
        if (mapping.has("distinct")) {
            Node field = mapping.require("distinct");
            aggregate = new AggregateSpec.Distinct(
                    FieldParser.field(view, field, view.text(field, "distinct"), "distinct"));
        } else if (mapping.has("quantiles")) {
            Node field = mapping.require("quantiles");
            if (!view.text(field, "quantiles").equals("value")) {
                throw view.error(field, "quantiles takes value");
            }
            aggregate = new AggregateSpec.Quantiles(new Field.Value());
        } else if (!mapping.has("top")) {
            throw mapping.error(noAggregate(mapping.remaining().toString()));
        } else {
            Node field = mapping.require("top");
            aggregate = new AggregateSpec.Top(FieldParser.field(view, field, view.text(field, "top"), "top"));
        }
        mapping.end("one of distinct, quantiles, top");
        return aggregate;
    }

    private static String noAggregate(String name) {
        return "there is no aggregate " + name + "; there are count, sum, min, max, mean,"
                + " {distinct: field}, {quantiles: value}, {top: field}";
    }
}

package dev.tidemark.domain.view;

import dev.tidemark.domain.event.DeadBand;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the views file: everything or nothing, and every refusal with its line. */
public final class ViewsParser {

    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final Duration DEFAULT_REQUEST_LIFETIME = Duration.ofSeconds(30);
    private static final Duration DEFAULT_LATE_PANE_EVERY = Duration.ofMinutes(1);

    private final String source;
    private final Duration tickEvery;

    private ViewsParser(String source, Duration tickEvery) {
        this.source = source;
        this.tickEvery = tickEvery;
    }

    /**
     * Reads the text of a views file.
     *
     * @param text YAML 1.2
     * @param source how errors name the file
     * @throws ViewsException with {@code source:line:} and the reason
     */
    public static Views parse(String text, String source) throws ViewsException {
        return parse(text, source, Duration.ZERO);
    }

    /**
     * Reads the text of a views file for a stage whose tick comes this often: a file that promises heartbeats more often is
     * refused.
     *
     * @throws ViewsException with {@code source:line:} and the reason
     */
    public static Views parse(String text, String source, Duration tickEvery) throws ViewsException {
        return new ViewsParser(source, tickEvery).parse(text);
    }

    private Views parse(String text) throws ViewsException {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(source).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ViewsException(source, line, "not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            throw new ViewsException(
                    source,
                    1
                            + (int) text.codePoints()
                                    .limit(e.getPosition())
                                    .filter(c -> c == '\n')
                                    .count(),
                    String.format("not YAML: the character U+%04X is not allowed", e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new ViewsException(source, 1, "not YAML: " + e.getMessage());
        }
        if (root.isEmpty()) {
            throw new ViewsException(source, 1, "the file is empty");
        }
        YamlMapping file = new YamlMapping(source, "the file", root.get());
        WatermarkPolicy watermark = watermark(file);
        IngestPolicy ingest = ingest(file);
        Duration deduplicateFor = file.requireDuration("deduplicateFor");
        Duration uniqueFor = file.durationOr("uniqueFor", Views.DEFAULT_UNIQUE_FOR);
        String common = watermark + "|" + ingest + "|" + deduplicateFor
                + (uniqueFor.equals(Views.DEFAULT_UNIQUE_FOR) ? "" : "|uniqueFor:" + uniqueFor);
        Node list = file.require("views");
        Map<String, View> views = new LinkedHashMap<>();
        for (Node node : file.sequence("views", list)) {
            YamlMapping mapping = file.mapping("a view", node);
            View view = view(mapping, common);
            if (views.put(view.name(), view) != null) {
                throw mapping.error("name", "there are two views named '" + view.name() + "'");
            }
        }
        if (views.isEmpty()) {
            throw file.error(list, "views is empty");
        }
        file.end("watermark, ingest, deduplicateFor, uniqueFor, views");
        String version = hash(
                texts(Stream.concat(Stream.of(common), views.values().stream().map(View::id))));
        return checked(
                file,
                () -> new Views(watermark, ingest, deduplicateFor, uniqueFor, List.copyOf(views.values()), version));
    }

    private WatermarkPolicy watermark(YamlMapping file) throws ViewsException {
        YamlMapping mapping = file.mapping("watermark", file.require("watermark"));
        Duration outOfOrderness = mapping.requireDuration("outOfOrderness");
        Duration heartbeatEvery = mapping.requireDuration("heartbeatEvery");
        Duration idleBound = mapping.requireDuration("idleBound");
        Duration requestLifetime = mapping.durationOr("requestLifetime", DEFAULT_REQUEST_LIFETIME);
        mapping.end("outOfOrderness, heartbeatEvery, idleBound, requestLifetime");
        if (heartbeatEvery.compareTo(tickEvery) < 0) {
            throw mapping.error(
                    "heartbeatEvery",
                    "heartbeatEvery >= " + tickEvery + " does not hold, and no tick comes more often: it is "
                            + heartbeatEvery);
        }
        return checked(mapping, () -> new WatermarkPolicy(outOfOrderness, heartbeatEvery, idleBound, requestLifetime));
    }

    private IngestPolicy ingest(YamlMapping file) throws ViewsException {
        Node node = file.take("ingest");
        if (node == null) {
            return IngestPolicy.DEFAULT;
        }
        YamlMapping mapping = file.mapping("ingest", node);
        DeadBand deadBand = deadBand(mapping);
        Duration oldest = mapping.durationOr("oldest", IngestPolicy.DEFAULT.oldest());
        mapping.end("deadBand, oldest");
        return checked(mapping, () -> new IngestPolicy(deadBand, oldest));
    }

    /** One duration for both sides, or one for each. */
    private static DeadBand deadBand(YamlMapping ingest) throws ViewsException {
        Node node = ingest.take("deadBand");
        if (node == null) {
            return DeadBand.DEFAULT;
        }
        if (node instanceof ScalarNode) {
            Duration eitherWay = ingest.duration("deadBand", node);
            return checked(ingest, () -> DeadBand.of(eitherWay));
        }
        YamlMapping band = ingest.mapping("deadBand", node);
        Duration ahead = band.durationOr("ahead", DeadBand.DEFAULT.ahead());
        Duration behind = band.durationOr("behind", DeadBand.DEFAULT.behind());
        band.end("ahead, behind");
        return checked(band, () -> new DeadBand(ahead, behind));
    }

    private View view(YamlMapping mapping, String common) throws ViewsException {
        Node nameNode = mapping.require("name");
        String name = mapping.text(nameNode, "name");
        if (!name.matches(NAME)) {
            throw mapping.error(nameNode, "name is not 1 to 64 letters, digits, '-', '_' or '.': '" + name + "'");
        }
        JoinSpec join = join(mapping);
        if (join != null && mapping.has("where")) {
            throw mapping.error("where", "where does not go with a join: left and right say which events count");
        }
        Filter where = filter(mapping);
        Field key = key(mapping);
        TimeDomain time = time(mapping);
        WindowSpec window = WindowParser.parse(mapping);
        List<AggregateSpec> aggregates = aggregates(mapping);
        Duration lateness = mapping.durationOr("allowedLateness", Duration.ZERO);
        Duration latePaneEvery =
                mapping.durationOr("latePaneEvery", lateness.isZero() ? DEFAULT_LATE_PANE_EVERY : lateness);
        EarlyPanes early = early(mapping);
        int buckets = mapping.intOr("buckets", 1);
        if (join != null) {
            refuseType(mapping, key, aggregates);
        }
        mapping.end("name, join, where, key, time, window, aggregates, allowedLateness, latePaneEvery, earlyEvery,"
                + " earlyOffset, buckets");
        String definition = texts(Stream.of(
                common,
                name,
                definition(where),
                String.valueOf(key),
                time.wireName(),
                window.toString(),
                texts(aggregates.stream().map(AggregateSpec::resultName)),
                lateness.toString(),
                latePaneEvery.toString(),
                String.valueOf(early),
                Integer.toString(buckets)
                        + (join == null
                                ? ""
                                : "|join:"
                                        + texts(Stream.of(
                                                join.left(),
                                                join.right(),
                                                join.on().toString(),
                                                join.within().toString())))));
        return checked(
                mapping,
                () -> new View(
                        name,
                        hash(definition),
                        where,
                        key,
                        time,
                        window,
                        aggregates,
                        lateness,
                        latePaneEvery,
                        early,
                        buckets,
                        join));
    }

    private static @Nullable JoinSpec join(YamlMapping view) throws ViewsException {
        Node node = view.take("join");
        if (node == null) {
            return null;
        }
        YamlMapping mapping = view.mapping("join", node);
        Node left = mapping.require("left");
        Node right = mapping.require("right");
        Node on = mapping.require("on");
        Duration within = mapping.requireDuration("within");
        mapping.end("left, right, on, within");
        Field field = field(mapping, on, mapping.text(on, "on"), "on");
        String leftType = mapping.text(left, "left");
        String rightType = mapping.text(right, "right");
        return checked(mapping, () -> new JoinSpec(leftType, rightType, field, within));
    }

    /** A pair has no type. */
    private static void refuseType(YamlMapping view, @Nullable Field key, List<AggregateSpec> aggregates)
            throws ViewsException {
        Stream<Field> fields =
                Stream.concat(Stream.ofNullable(key), aggregates.stream().flatMap(aggregate -> {
                    if (aggregate instanceof AggregateSpec.Distinct distinct) {
                        return Stream.of(distinct.field());
                    }
                    return aggregate instanceof AggregateSpec.Top top ? Stream.of(top.field()) : Stream.empty();
                }));
        if (fields.anyMatch(Field.Type.class::isInstance)) {
            throw view.errorOfFields("a pair has no type: a join is keyed and aggregated by other fields");
        }
    }

    private static Filter filter(YamlMapping view) throws ViewsException {
        Node node = view.take("where");
        if (node == null) {
            return new Filter(List.of());
        }
        YamlMapping where = view.mapping("where", node);
        List<Filter.Term> terms = new ArrayList<>();
        for (String name : where.remaining()) {
            Node value = where.require(name);
            Field field = field(view, value, name, "where");
            boolean ofAttribute = field instanceof Field.AttributeField;
            List<String> values = new ArrayList<>();
            if (value instanceof SequenceNode sequence) {
                for (Node element : sequence.getValue()) {
                    values.add(ofAttribute ? canonical(view, element, name) : view.text(element, name));
                }
                if (values.isEmpty()) {
                    throw view.error(value, "where." + name + " is an empty list, which no event matches");
                }
            } else {
                values.add(ofAttribute ? canonical(view, value, name) : view.text(value, name));
            }
            terms.add(new Filter.Term(field, values));
        }
        return new Filter(terms);
    }

    /** Numbers as plain decimals without trailing zeros, which is how attributes carry them. */
    private static String canonical(YamlMapping view, Node value, String name) throws ViewsException {
        String text = view.text(value, name);
        boolean number = value instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT));
        if (!number) {
            return text;
        }
        try {
            BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
            if (stripped.scale() < -20 || stripped.scale() > 20) {
                throw view.error(value, "where." + name + " is out of range: " + text);
            }
            return stripped.toPlainString();
        } catch (NumberFormatException e) {
            throw view.error(value, "where." + name + " is no decimal number: " + text);
        }
    }

    private static @Nullable Field key(YamlMapping view) throws ViewsException {
        Node node = view.require("key");
        String name = view.text(node, "key");
        return name.equals("none") ? null : field(view, node, name, "key");
    }

    private static Field field(YamlMapping view, Node at, String name, String where) throws ViewsException {
        if (name.startsWith("attributes.") && name.length() > "attributes.".length()) {
            return new Field.AttributeField(name.substring("attributes.".length()));
        }
        return switch (name) {
            case "type" -> new Field.Type();
            case "deviceId" -> new Field.DeviceId();
            default -> throw view.error(at, where + " takes type, deviceId or attributes.<name>, not '" + name + "'");
        };
    }

    private static TimeDomain time(YamlMapping view) throws ViewsException {
        Node node = view.take("time");
        if (node == null) {
            return TimeDomain.EVENT;
        }
        String name = view.text(node, "time");
        for (TimeDomain domain : TimeDomain.values()) {
            if (domain.wireName().equals(name)) {
                return domain;
            }
        }
        throw view.error(node, "time is event or received, not '" + name + "'");
    }

    private static @Nullable EarlyPanes early(YamlMapping view) throws ViewsException {
        if (!view.has("earlyEvery")) {
            if (view.has("earlyOffset")) {
                throw view.error("earlyOffset", "earlyOffset goes with earlyEvery");
            }
            return null;
        }
        Duration every = view.requireDuration("earlyEvery");
        Duration offset = view.durationOr("earlyOffset", Duration.ZERO);
        return checked(view, () -> new EarlyPanes(every, offset));
    }

    private static List<AggregateSpec> aggregates(YamlMapping view) throws ViewsException {
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
            aggregate = new AggregateSpec.Distinct(field(view, field, view.text(field, "distinct"), "distinct"));
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
            aggregate = new AggregateSpec.Top(field(view, field, view.text(field, "top"), "top"));
        }
        mapping.end("one of distinct, quantiles, top");
        return aggregate;
    }

    private static String noAggregate(String name) {
        return "there is no aggregate " + name + "; there are count, sum, min, max, mean,"
                + " {distinct: field}, {quantiles: value}, {top: field}";
    }

    /** What a filter means: neither the order of its terms and values nor a repeated value matters. */
    private static String definition(Filter where) {
        return texts(where.terms().stream()
                .map(term -> texts(Stream.concat(
                        Stream.of(term.field().toString()),
                        term.values().stream().distinct().sorted())))
                .sorted());
    }

    /** Several texts as one, so that different lists never give the same: each with its length before it. */
    private static String texts(Stream<String> texts) {
        return texts.map(text -> text.length() + ":" + text).collect(Collectors.joining("|"));
    }

    /** Makes a value whose constructor checks its bounds, and gives a refusal its line. */
    static <T> T checked(YamlMapping mapping, Supplier<T> constructor) throws ViewsException {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw mapping.errorOfFields(String.valueOf(e.getMessage()));
        }
    }

    private static String hash(String definition) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

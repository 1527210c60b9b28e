package dev.tidemark.domain.view;

import dev.tidemark.domain.event.DeadBand;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the views file. Any error refuses the whole file, with its line. */
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
        String version = ViewDefinition.version(common, views.values());
        return file.checked(
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
        return mapping.checked(() -> new WatermarkPolicy(outOfOrderness, heartbeatEvery, idleBound, requestLifetime));
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
        return mapping.checked(() -> new IngestPolicy(deadBand, oldest));
    }

    /** One duration for both sides, or one for each. */
    private static DeadBand deadBand(YamlMapping ingest) throws ViewsException {
        Node node = ingest.take("deadBand");
        if (node == null) {
            return DeadBand.DEFAULT;
        }
        if (node instanceof ScalarNode) {
            Duration eitherWay = ingest.duration("deadBand", node);
            return ingest.checked(() -> DeadBand.of(eitherWay));
        }
        YamlMapping band = ingest.mapping("deadBand", node);
        Duration ahead = band.durationOr("ahead", DeadBand.DEFAULT.ahead());
        Duration behind = band.durationOr("behind", DeadBand.DEFAULT.behind());
        band.end("ahead, behind");
        return band.checked(() -> new DeadBand(ahead, behind));
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
        Filter where = FieldParser.filter(mapping);
        Field key = FieldParser.key(mapping);
        TimeDomain time = time(mapping);
        WindowSpec window = WindowParser.parse(mapping);
        List<AggregateSpec> aggregates = AggregatesParser.parse(mapping);
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
        String version = ViewDefinition.version(
                common, name, where, key, time, window, aggregates, lateness, latePaneEvery, early, buckets, join);
        return mapping.checked(() -> new View(
                name, version, where, key, time, window, aggregates, lateness, latePaneEvery, early, buckets, join));
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
        Field field = FieldParser.field(mapping, on, mapping.text(on, "on"), "on");
        String leftType = mapping.text(left, "left");
        String rightType = mapping.text(right, "right");
        return mapping.checked(() -> new JoinSpec(leftType, rightType, field, within));
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
        return view.checked(() -> new EarlyPanes(every, offset));
    }
}

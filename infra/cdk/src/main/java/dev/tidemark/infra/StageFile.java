package dev.tidemark.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The file that holds all settings of a stage, {@code infra/stages/<stage>.yaml}: a flat mapping whose values are scalars or
 * lists of scalars. Every setting stands in it once; one that is unknown, repeated or missing is refused with its line.
 */
final class StageFile {

    /** Where the files are, from the root of a checkout. */
    static final String FOLDER = "infra/stages";

    private final String name;
    private final Map<String, String> values = new LinkedHashMap<>();

    private StageFile(String name) {
        this.name = name;
    }

    /**
     * Reads the file of a stage.
     *
     * @param home the checkout
     * @param keys of all settings
     * @return each setting's text; the parts of a list are joined by commas
     * @throws IllegalArgumentException if there is no such file or it is not as described; the message says where and what
     */
    static Map<String, String> read(Path home, String stage, Set<String> keys) throws IOException {
        String name = FOLDER + "/" + stage + ".yaml";
        StageFile file = new StageFile(name);
        try {
            file.fill(Files.readString(home.resolve(FOLDER).resolve(stage + ".yaml")), keys);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no " + name + ", which holds the settings of stage '" + stage
                            + "'; copy infra/stages/dev.yaml and change what differs",
                    e);
        }
        return file.values;
    }

    private void fill(String text, Set<String> keys) {
        Node root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(name).build())
                    .composeString(text)
                    .orElseThrow(() -> new IllegalArgumentException(name + ": the file is empty"));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new IllegalArgumentException(name + line + ": " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        if (!(root instanceof MappingNode settings)) {
            throw refused(root, "a mapping of settings is expected");
        }
        for (NodeTuple tuple : settings.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a setting's name");
            if (!keys.contains(key)) {
                throw refused(
                        tuple.getKeyNode(),
                        "there is no setting '" + key + "'; there are "
                                + keys.stream().sorted().collect(Collectors.joining(", ")));
            }
            if (values.put(key, value(key, tuple.getValueNode())) != null) {
                throw refused(tuple.getKeyNode(), "'" + key + "' is set twice");
            }
        }
        for (String key : keys) {
            if (!values.containsKey(key)) {
                throw new IllegalArgumentException(
                        name + ": '" + key + "' is missing; each setting is named, so that none is forgotten");
            }
        }
    }

    private String value(String key, Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue().stream()
                    .map(part -> scalar(part, "a text in the list '" + key + "'"))
                    .collect(Collectors.joining(","));
        }
        return scalar(node, "a text, number or list for '" + key + "'");
    }

    private String scalar(Node node, String expected) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw refused(node, expected + " is expected");
    }

    private IllegalArgumentException refused(Node node, String why) {
        String line =
                node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        return new IllegalArgumentException(name + line + ": " + why);
    }
}

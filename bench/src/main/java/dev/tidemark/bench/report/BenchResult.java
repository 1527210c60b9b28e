package dev.tidemark.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a benchmark found.
 *
 * @param benchmark its name
 * @param at when it began
 * @param settings what a reader must know to judge the numbers, in order
 * @param peers those that were measured, in one run
 * @param ratios against the targets
 */
public record BenchResult(
        String benchmark, Instant at, Map<String, String> settings, List<Peer> peers, List<Ratio> ratios) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Medians, for people. */
    public String table() {
        Set<String> columns = new LinkedHashSet<>();
        peers.forEach(peer -> columns.addAll(peer.measures().keySet()));
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("median"));
        head.addAll(columns);
        rows.add(head);
        for (Peer peer : peers) {
            List<String> row = new ArrayList<>(List.of(peer.name()));
            for (String column : columns) {
                Samples samples = peer.measures().get(column);
                row.add(samples == null ? "" : number(samples.median()));
            }
            rows.add(row);
        }
        StringBuilder text = new StringBuilder(aligned(rows)).append('\n');
        for (Ratio ratio : ratios) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %s (target %s %s: %s)%n",
                    ratio.name(),
                    number(ratio.samples().median()),
                    ratio.atLeast() ? ">=" : "<=",
                    number(ratio.target()),
                    ratio.met() ? "met" : "missed"));
        }
        peers.forEach(peer ->
                text.append(peer.name()).append(": ").append(peer.what()).append('\n'));
        settings.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** Every sample, for programs. */
    public byte[] json() {
        ObjectNode root = JSON.createObjectNode()
                .put("benchmark", benchmark)
                .put("at", at.toString())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        ObjectNode told = root.putObject("settings");
        settings.forEach(told::put);
        ArrayNode measured = root.putArray("peers");
        for (Peer peer : peers) {
            ObjectNode node = measured.addObject().put("name", peer.name()).put("what", peer.what());
            ObjectNode measures = node.putObject("measures");
            peer.measures().forEach((name, samples) -> put(measures.putObject(name), samples));
        }
        ArrayNode compared = root.putArray("ratios");
        for (Ratio ratio : ratios) {
            ObjectNode node = compared.addObject().put("name", ratio.name());
            put(node, ratio.samples());
            node.put(ratio.atLeast() ? "atLeast" : "atMost", ratio.target()).put("met", ratio.met());
        }
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts", e);
        }
    }

    private static void put(ObjectNode node, Samples samples) {
        node.put("median", samples.median());
        ArrayNode rounds = node.putArray("rounds");
        samples.rounds().forEach(rounds::add);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                text.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }
}

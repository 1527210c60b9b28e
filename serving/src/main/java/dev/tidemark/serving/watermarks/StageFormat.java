package dev.tidemark.serving.watermarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.watermark.StageReading;
import dev.tidemark.domain.watermark.StageWatermark;
import dev.tidemark.domain.watermark.Watermarks;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a reading is printed. A watermark that is −∞ is {@code -} in a table and null in JSON, and so is the lag behind it.
 */
public enum StageFormat {
    /** For people: aligned columns. */
    TABLE {
        @Override
        public void print(StageReading reading, List<HeldBack> held, long nowMillis, Appendable out)
                throws IOException {
            List<List<String>> lines = new ArrayList<>();
            lines.add(List.of("stage", "shard", "domain", "input", "output", "lag"));
            for (StageWatermark stage : reading.stages()) {
                lines.add(List.of(
                        stage.stage().wireName(),
                        stage.shardId(),
                        stage.domain().wireName(),
                        text(stage.input()),
                        text(stage.output()),
                        isKnown(stage, nowMillis) ? human(nowMillis - stage.output()) : "-"));
            }
            for (List<String> line : lines) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < line.size(); i++) {
                    int column = i;
                    int width = lines.stream()
                            .mapToInt(each -> each.get(column).length())
                            .max()
                            .orElse(0);
                    text.append(line.get(i))
                            .append(" ".repeat(width - line.get(i).length() + 2));
                }
                out.append(text.toString().stripTrailing()).append('\n');
            }
            for (HeldBack shard : held) {
                out.append(shard.domain().wireName())
                        .append(" is held back by ")
                        .append(shard.shardId())
                        .append(", ")
                        .append(shard.state().wireName())
                        .append(": applied up to ")
                        .append(text(shard.appliedMillis()))
                        .append(", last record ")
                        .append(text(shard.lastRecordMillis()))
                        .append('\n');
            }
        }
    },
    /** For programs: one object. */
    JSON {
        @Override
        public void print(StageReading reading, List<HeldBack> held, long nowMillis, Appendable out)
                throws IOException {
            ObjectNode root = MAPPER.createObjectNode();
            putInstant(root, "at", nowMillis);
            var stages = root.putArray("stages");
            for (StageWatermark stage : reading.stages()) {
                ObjectNode node = stages.addObject();
                node.put("stage", stage.stage().wireName());
                if (!stage.shardId().isEmpty()) {
                    node.put("shard", stage.shardId());
                }
                node.put("domain", stage.domain().wireName());
                putInstant(node, "input", stage.input());
                putInstant(node, "output", stage.output());
                if (isKnown(stage, nowMillis)) {
                    node.put("lagSeconds", BigDecimal.valueOf(nowMillis - stage.output(), 3));
                } else {
                    node.putNull("lagSeconds");
                }
            }
            var holding = root.putArray("heldBack");
            for (HeldBack shard : held) {
                ObjectNode node = holding.addObject();
                node.put("domain", shard.domain().wireName());
                node.put("shard", shard.shardId());
                putInstant(node, "watermark", shard.watermarkMillis());
                node.put("state", shard.state().wireName());
                putInstant(node, "appliedThrough", shard.appliedMillis());
                putInstant(node, "lastRecord", shard.lastRecordMillis());
            }
            out.append(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                    .append('\n');
        }
    };

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Prints it, with each stage's lag behind this time, and with the shards that hold the watermarks back. */
    public abstract void print(StageReading reading, List<HeldBack> held, long nowMillis, Appendable out)
            throws IOException;

    private static boolean isKnown(StageWatermark stage, long nowMillis) {
        return stage.output() != Watermarks.UNKNOWN && nowMillis != Watermarks.UNKNOWN;
    }

    private static String text(long millis) {
        return millis == Watermarks.UNKNOWN ? "-" : IsoInstant.format(millis);
    }

    private static void putInstant(ObjectNode node, String name, long millis) {
        if (millis == Watermarks.UNKNOWN) {
            node.putNull(name);
        } else {
            node.put(name, IsoInstant.format(millis));
        }
    }

    /** {@code 1:02:03.456}: hours, minutes, seconds. */
    private static String human(long millis) {
        Duration lag = Duration.ofMillis(Math.abs(millis));
        return String.format(
                Locale.ROOT,
                "%s%d:%02d:%02d.%03d",
                millis < 0 ? "-" : "",
                lag.toHours(),
                lag.toMinutesPart(),
                lag.toSecondsPart(),
                lag.toMillisPart());
    }
}

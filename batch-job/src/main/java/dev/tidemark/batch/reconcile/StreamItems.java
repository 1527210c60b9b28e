package dev.tidemark.batch.reconcile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.ShardCut;
import dev.tidemark.batch.replay.SessionShape;
import dev.tidemark.batch.replay.Shapes;
import dev.tidemark.batch.replay.ViewShape;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.store.Item;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.ItemKeys;
import dev.tidemark.platform.MeasureFields;
import dev.tidemark.platform.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings the cells and panes of the days into tables. A table that is small beside the number of partitions that the
 * days have is scanned; else each partition is queried.
 */
public final class StreamItems {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long ITEMS_A_QUERY_IS_WORTH = 50;

    private final ItemStore items;
    private final Database database;
    private final Path scratch;
    private final List<View> views;
    private final Shapes shapes;
    private final Set<Long> days;
    private final Map<String, Integer> viewNumbers = new HashMap<>();
    private final Map<String, Integer> shardNumbers = new HashMap<>();
    private final ApproximateRows approximates;

    public StreamItems(
            ItemStore items,
            Database database,
            Path scratch,
            List<View> views,
            Shapes shapes,
            Cut cut,
            Set<Long> days) {
        this.items = items;
        this.database = database;
        this.scratch = scratch;
        this.views = views;
        this.shapes = shapes;
        this.days = days;
        this.approximates = new ApproximateRows(database, scratch);
        for (int i = 0; i < views.size(); i++) {
            viewNumbers.put(views.get(i).id(), i);
        }
        for (ShardCut shard : cut.shards()) {
            shardNumbers.put(shard.id(), shard.index());
        }
    }

    /** Loads {@code stream_cells}. */
    public void loadCells() {
        load("reconcile.loadCells", json -> {
            Consumer<Item> write = item -> cell(json, item);
            long partitions = views.stream().mapToLong(view -> slices(view)).sum() * shardNumbers.size();
            if (items.approximateSize(Table.CELLS) <= partitions * ITEMS_A_QUERY_IS_WORTH) {
                items.scan(Table.CELLS, write);
                return;
            }
            for (View view : views) {
                ViewShape shape = shapes.of(view);
                for (long day : days) {
                    shape.slices(day)
                            .filter(slice -> isFirst(shape, slice, day))
                            .forEach(slice -> {
                                for (String shard : shardNumbers.keySet()) {
                                    items.query(Table.CELLS, ItemKeys.cells(view.id(), slice, shard), write);
                                }
                            });
                }
            }
        });
    }

    /** Whether this is the first of the run's days that the slice is in, so that it is read once. */
    private boolean isFirst(ViewShape shape, long slice, long day) {
        return days.stream().noneMatch(other -> other < day && shape.sliceIsIn(slice, Set.of(other)));
    }

    private long slices(View view) {
        ViewShape shape = shapes.of(view);
        return days.stream().mapToLong(day -> shape.slices(day).count()).sum();
    }

    private long windows(View view) {
        ViewShape shape = shapes.of(view);
        return shape.itemDays(days).stream()
                .mapToLong(day -> shape.windows(day).count())
                .sum();
    }

    /** Loads {@code stream_panes}, and {@code stream_sessions} if there are views of sessions. */
    public void loadPanes() {
        loadWindows("reconcile.loadPanes", json -> item -> pane(json, item));
        if (views.stream().anyMatch(view -> shapes.of(view) instanceof SessionShape)) {
            SessionRows sessions = new SessionRows(viewNumbers, views, shapes, days);
            loadWindows("sessions.load", json -> item -> sessions.write(json, item));
        }
    }

    private void loadWindows(String fragment, Function<JsonGenerator, Consumer<Item>> rows) {
        load(fragment, json -> {
            Consumer<Item> write = rows.apply(json);
            long partitions = views.stream()
                    .mapToLong(view -> windows(view) * view.buckets())
                    .sum();
            if (items.approximateSize(Table.WINDOWS) <= partitions * ITEMS_A_QUERY_IS_WORTH) {
                items.scan(Table.WINDOWS, write);
                return;
            }
            for (View view : views) {
                ViewShape shape = shapes.of(view);
                for (long day : shape.itemDays(days)) {
                    shape.windows(day).forEach(window -> {
                        for (int bucket = 0; bucket < view.buckets(); bucket++) {
                            items.query(
                                    Table.WINDOWS,
                                    ItemKeys.panes(view.id(), window.startMillis(), window.endMillis(), bucket),
                                    write);
                        }
                    });
                }
            }
        });
    }

    private void load(String fragment, Consumer<JsonGenerator> rows) {
        Path file = scratch.resolve("items.ndjson");
        try {
            try (JsonGenerator json =
                    JSON.createGenerator(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
                json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
                rows.accept(json);
            }
            if (Files.size(file) > 0) {
                database.run(fragment, Map.of("file", Sql.text(file.toString())));
            }
            Files.delete(file);
            approximates.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + scratch, e);
        }
    }

    private void cell(JsonGenerator json, Item item) {
        String[] pk = item.pk().split("#", 3);
        Integer view = viewNumbers.get(pk[0]);
        Integer shard = pk.length == 3 ? shardNumbers.get(pk[2]) : null;
        if (view == null || shard == null) {
            return;
        }
        long slice = IsoInstant.parse(pk[1]);
        ViewShape shape = shapes.of(views.get(view));
        if (!shape.sliceIsIn(slice, days)) {
            return;
        }
        row(json, item, () -> {
            json.writeNumberField("view", view);
            json.writeNumberField("slice_start", slice);
            json.writeNumberField("slice_end", shape.slice(slice).endMillis());
            json.writeNumberField("shard", shard);
            number(json, "first", item.number("first"), 0);
            number(json, "last", item.number("last"), 0);
        });
        if (Approximates.in(views.get(view))) {
            approximates.cell(
                    rows -> {
                        rows.writeNumberField("view", view);
                        rows.writeNumberField("slice_start", slice);
                        rows.writeNumberField("shard", shard);
                        place(rows, item.sk().split("#", 3));
                    },
                    item.map("sketches"));
        }
    }

    private void pane(JsonGenerator json, Item item) {
        String[] pk = item.pk().split("#", 3);
        Integer view = viewNumbers.get(pk[0]);
        int slash = pk.length == 3 ? pk[1].indexOf('/') : -1;
        if (view == null || slash < 0) {
            return;
        }
        long start = IsoInstant.parse(pk[1].substring(0, slash));
        long end = IsoInstant.parse(pk[1].substring(slash + 1));
        if (shapes.of(views.get(view)) instanceof SessionShape || !days.contains(ViewShape.dayOfEnd(end))) {
            return;
        }
        row(json, item, () -> {
            json.writeNumberField("view", view);
            json.writeNumberField("window_start", start);
            json.writeNumberField("window_end", end);
            json.writeStringField("timing", String.valueOf(item.text("timing")));
            Long index = item.whole("index");
            if (index != null) {
                json.writeNumberField("index", index);
            }
            measures(json, "delta_", item.map("delta"));
        });
        String[] sk = item.sk().split("#", 3);
        if (Approximates.in(views.get(view)) && sk[1].equals(ItemKeys.NO_EARLY)) {
            approximates.pane(
                    rows -> {
                        rows.writeNumberField("view", view);
                        rows.writeNumberField("window_start", start);
                        rows.writeNumberField("window_end", end);
                        place(rows, sk);
                    },
                    item.map("approx"));
        }
    }

    /** Writes the particular fields of a row. */
    private interface Fields {
        void write() throws IOException;
    }

    private static void row(JsonGenerator json, Item item, Fields particular) {
        String[] sk = item.sk().split("#", 3);
        try {
            json.writeStartObject();
            place(json, sk);
            particular.write();
            measures(json, "", item.fields());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing rows", e);
        }
    }

    private static void place(JsonGenerator json, String[] sk) throws IOException {
        json.writeNumberField("mark", IsoInstant.parse(sk[0]));
        if (!sk[1].equals(ItemKeys.NO_EARLY)) {
            json.writeNumberField("early", IsoInstant.parse(sk[1]));
        }
        json.writeStringField("key", sk[2]);
    }

    static void measures(JsonGenerator json, String prefix, Map<String, Object> fields) throws IOException {
        number(json, prefix + MeasureFields.COUNT, fields.get(MeasureFields.COUNT), 0);
        number(json, prefix + MeasureFields.VALUED, fields.get(MeasureFields.VALUED), 0);
        number(json, prefix + MeasureFields.SUM, fields.get(MeasureFields.SUM), 6);
        number(json, prefix + MeasureFields.MIN, fields.get(MeasureFields.MIN), 6);
        number(json, prefix + MeasureFields.MAX, fields.get(MeasureFields.MAX), 6);
    }

    /** Micro-units; a number that has none is left out, and so differs from every number there can be. */
    static void number(JsonGenerator json, String name, @Nullable Object value, int digits) throws IOException {
        if (value instanceof BigDecimal number) {
            BigDecimal moved = number.movePointRight(digits);
            if (moved.stripTrailingZeros().scale() <= 0) {
                json.writeStringField(name, moved.toBigInteger().toString());
            }
        }
    }
}

package dev.tidemark.local.cli;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.serving.windows.GridFigure;
import dev.tidemark.serving.windows.Layer;
import dev.tidemark.serving.windows.PaneReading;
import dev.tidemark.serving.windows.Printable;
import dev.tidemark.serving.windows.ValueFormat;
import dev.tidemark.serving.windows.WindowQuery;
import dev.tidemark.serving.windows.WindowReader;
import dev.tidemark.serving.windows.WindowRow;
import dev.tidemark.serving.windows.WindowValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code tidemark windows}: what was published, and what open windows hold. */
@Command(
        name = "windows",
        description = {
            "Print what windows say, a line a window and key, and how far that is settled: open, onTime, late, final for the"
                    + " stream,",
            "or verified by the batch, which is the source of a correction.",
            "Works while the platform runs, and without it."
        },
        sortOptions = false)
final class WindowsCommand extends LocalCommand {

    @Option(names = "--view", paramLabel = "V", description = "The view. Default: all of them.")
    private @Nullable String view;

    @Option(names = "--key", paramLabel = "K", description = "The windows of this key alone.")
    private @Nullable String key;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            converter = InstantOption.class,
            description = "Windows that end after this, as 2026-11-22T01:02:03Z.")
    private @Nullable Long from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            converter = InstantOption.class,
            description = "Windows that start before this.")
    private @Nullable Long to;

    @Option(
            names = "--as-of",
            paramLabel = "WATERMARK",
            converter = InstantOption.class,
            description = "What was published when the watermark stood here.")
    private @Nullable Long asOf;

    @Option(
            names = "--layer",
            paramLabel = "merged|stream|batch",
            description = {
                "Whose word: the batch's up to where it has verified the view and behind that the stream's, the stream's",
                "alone, or the batch's alone. Default: merged; with --as-of or --lateness: stream."
            })
    private @Nullable Layer layer;

    @Option(
            names = "--panes",
            paramLabel = "discarding|accumulating|retracting",
            description = {
                "Every published pane, not the last alone: what each added, everything up to it, or that with the one",
                "before withdrawn."
            })
    private @Nullable PaneReading panes;

    @Option(
            names = "--lateness",
            paramLabel = "DURATION",
            description = "What the windows would have said with this allowed lateness, as PT10M.")
    private @Nullable Duration lateness;

    @Option(
            names = "--retracted",
            description =
                    "Every published session, those that a later one has withdrawn as well: --panes accumulating.")
    private boolean retracted;

    @Option(
            names = "--grid",
            description =
                    "The cells of one key as a figure: slices across, marks up. Takes --view, --key, --from, --to.")
    private boolean asGrid;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "Default: ${DEFAULT-VALUE}.")
    private ValueFormat format = ValueFormat.TABLE;

    @Override
    void check() {
        boolean streamAlone = asOf != null || lateness != null || panes != null || retracted;
        if (layer != null && layer != Layer.STREAM && streamAlone) {
            throw new CannotRunException(
                    "--as-of, --lateness, --panes and --retracted ask the stream alone, and --layer " + layer.wireName()
                            + " does not. Leave one of them out.");
        }
        if (from != null && to != null && from >= to) {
            throw new CannotRunException("--from is before --to, and " + IsoInstant.format(from) + " is not before "
                    + IsoInstant.format(to) + ".");
        }
        if (lateness != null && lateness.isNegative()) {
            throw new CannotRunException("--lateness is not below zero, and " + lateness + " is.");
        }
    }

    @Override
    ExitCode run() throws IOException, InterruptedException {
        Path asked = data();
        Path path = asked == null ? DefaultData.latest(DEFAULT_DATA) : asked;
        try (StoresOfData stores = StoresOfData.open(path, views())) {
            List<View> views = views(stores.views(), path);
            if (asGrid) {
                printGrid(stores.windows(), views);
                return ExitCode.PASS;
            }
            WindowReader reader = stores.windows();
            List<WindowValue> values = values(reader, views, query(key));
            format.print(views, values, out());
            out().flush();
            if (values.isEmpty() && format == ValueFormat.TABLE) {
                say(nothing(reader, views, path));
            }
        }
        return ExitCode.PASS;
    }

    private WindowQuery query(@Nullable String ofKey) {
        return new WindowQuery(
                ofKey,
                from == null ? Long.MIN_VALUE : from,
                to == null ? Long.MAX_VALUE : to,
                asOf == null ? OptionalLong.empty() : OptionalLong.of(asOf));
    }

    private List<WindowValue> values(WindowReader reader, List<View> views, WindowQuery query) {
        List<WindowValue> values = new ArrayList<>();
        for (View each : views) {
            values.addAll(values(reader, each, query));
        }
        return values;
    }

    private List<WindowValue> values(WindowReader reader, View each, WindowQuery query) {
        if (lateness != null) {
            return ofRows(withLateness(reader, each, query, lateness), panes == null && !retracted);
        }
        if (panes != null || retracted) {
            return ofRows(reader.rows(each, query, panes == null ? PaneReading.ACCUMULATING : panes), false);
        }
        Layer asked = layer != null ? layer : asOf == null ? Layer.MERGED : Layer.STREAM;
        return reader.all(each, asked, query);
    }

    private List<WindowRow> withLateness(WindowReader reader, View each, WindowQuery query, Duration other) {
        try {
            return reader.rows(each, query, panes == null ? PaneReading.ACCUMULATING : panes, other);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("--lateness does not suit view '" + each.name() + "': " + e.getMessage()
                    + ". Take a multiple of its latePaneEvery.");
        }
    }

    /** @param lastAlone whether of each window and key the last row is wanted, and none that was withdrawn */
    private static List<WindowValue> ofRows(List<WindowRow> rows, boolean lastAlone) {
        List<WindowValue> values = rows.stream().map(WindowValue::of).toList();
        if (!lastAlone) {
            return values;
        }
        Map<List<Object>, WindowValue> last = new LinkedHashMap<>();
        for (WindowValue value : values) {
            if (value.status() == WindowValue.ValueStatus.RETRACTED) {
                last.remove(List.<Object>of(value.window(), value.key()));
            } else {
                last.put(List.of(value.window(), value.key()), value);
            }
        }
        return List.copyOf(last.values());
    }

    /** Why there is no line: a key that nobody has, a stretch without windows, or no windows at all. */
    private String nothing(WindowReader reader, List<View> views, Path path) {
        String where = (views.size() == 1 ? "view '" + views.get(0).name() + "' of " : "") + path;
        if (key != null) {
            Set<String> keys = new TreeSet<>();
            values(reader, views, query(null)).forEach(value -> keys.add(value.key()));
            if (!keys.isEmpty()) {
                return "no window of key '" + Printable.of(key) + "' in " + where + ", but of " + keys.size()
                        + (keys.size() == 1 ? " other: " : " others: ")
                        + keys.stream().limit(5).map(Printable::of).collect(Collectors.joining(", "))
                        + (keys.size() > 5 ? ", …" : ".");
            }
        }
        return from != null || to != null || asOf != null || layer == Layer.BATCH
                ? "no window in " + where + " that fits --from, --to, --as-of and --layer; without them all are shown."
                : "no window yet in " + where + ".";
    }

    private void printGrid(WindowReader reader, List<View> views) throws IOException {
        if (views.size() != 1) {
            throw new CannotRunException("--grid prints one view. Say which: --view "
                    + views.stream().map(View::name).collect(Collectors.joining(", or --view ")) + ".");
        }
        View one = views.get(0);
        List<Cell> cells = reader.cells(one).stream()
                .filter(cell -> (key == null || key.equals(cell.key().key()))
                        && (from == null || cell.key().sliceStartMillis() >= from)
                        && (to == null || cell.key().sliceStartMillis() < to))
                .toList();
        Set<String> keys = new TreeSet<>();
        cells.forEach(cell -> keys.add(cell.key().key()));
        if (keys.isEmpty()) {
            say("no cell yet in view '" + one.name() + "'" + (key == null ? "." : " of key '" + key + "'."));
        } else if (keys.size() > 1) {
            throw new CannotRunException("--grid prints one key, and view '" + one.name() + "' has " + keys.size()
                    + ". Say which: --key "
                    + keys.stream().limit(3).map(Printable::of).collect(Collectors.joining(", or --key "))
                    + (keys.size() > 3 ? ", …" : "."));
        } else {
            new GridFigure(one, cells).print(out());
        }
    }

    private List<View> views(Views views, Path path) {
        if (view == null) {
            return views.views();
        }
        String name = view;
        return List.of(views.named(name)
                .orElseThrow(() -> new CannotRunException("there is no view '" + name + "' in "
                        + path.resolve("views.yaml") + ". There are: "
                        + views.views().stream().map(View::name).collect(Collectors.joining(", ")) + ".")));
    }

    /** An instant of RFC 3339 as milliseconds since the epoch. */
    static final class InstantOption implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            long millis = IsoInstant.parse(text);
            if (millis == IsoInstant.UNREADABLE) {
                throw new TypeConversionException("'" + text + "' is no instant like 2026-11-22T01:02:03Z");
            }
            return millis;
        }
    }
}

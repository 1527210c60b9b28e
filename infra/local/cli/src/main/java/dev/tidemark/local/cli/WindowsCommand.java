package dev.tidemark.local.cli;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.fold.Cell;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.windows.GridFigure;
import dev.tidemark.local.windows.PaneReading;
import dev.tidemark.local.windows.Printable;
import dev.tidemark.local.windows.RowFormat;
import dev.tidemark.local.windows.WindowQuery;
import dev.tidemark.local.windows.WindowReader;
import dev.tidemark.local.windows.WindowRow;
import dev.tidemark.platform.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            "Print the published panes, and the present value of windows that are still open.",
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
            names = "--panes",
            paramLabel = "discarding|accumulating|retracting",
            description = {
                "The published panes alone: what each added, everything up to it, or that with the one before",
                "withdrawn. Default: everything up to each, and what is open."
            })
    private @Nullable PaneReading panes;

    @Option(
            names = "--lateness",
            paramLabel = "DURATION",
            description = "What the windows would have said with this allowed lateness, as PT10M.")
    private @Nullable Duration lateness;

    @Option(names = "--retracted", description = "Sessions that a later one has withdrawn as well.")
    private boolean retracted;

    @Option(
            names = "--grid",
            description =
                    "The cells of one key as a figure: slices across, marks up. Takes --view, --key, --from, --to.")
    private boolean asGrid;

    @Option(
            names = "--format",
            paramLabel = "table|csv",
            defaultValue = "table",
            description = "Default: ${DEFAULT-VALUE}.")
    private RowFormat format = RowFormat.TABLE;

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
            List<WindowRow> rows = rows(stores.windows(), views);
            format.print(views, rows, out());
            if (rows.isEmpty() && format == RowFormat.TABLE) {
                say("no window yet in " + path + ".");
            }
        }
        return ExitCode.PASS;
    }

    private List<WindowRow> rows(WindowReader reader, List<View> views) {
        WindowQuery query = new WindowQuery(
                key,
                from == null ? Long.MIN_VALUE : from,
                to == null ? Long.MAX_VALUE : to,
                asOf == null ? OptionalLong.empty() : OptionalLong.of(asOf));
        List<WindowRow> rows = new ArrayList<>();
        for (View each : views) {
            rows.addAll(rows(reader, each, query));
        }
        return rows;
    }

    private List<WindowRow> rows(WindowReader reader, View each, WindowQuery query) {
        PaneReading reading = panes == null ? PaneReading.ACCUMULATING : panes;
        if (lateness != null) {
            try {
                return reader.rows(each, query, reading, lateness);
            } catch (IllegalArgumentException e) {
                throw new CannotRunException("--lateness does not suit view '" + each.name() + "': " + e.getMessage()
                        + ". Take a multiple of its latePaneEvery.");
            }
        }
        if (panes != null) {
            return reader.rows(each, query, reading);
        }
        return retracted && each.window() instanceof WindowSpec.Session
                ? reader.withRetracted(each, query)
                : reader.rows(each, query);
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

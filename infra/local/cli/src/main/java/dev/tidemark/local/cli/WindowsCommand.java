package dev.tidemark.local.cli;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.local.outcome.ExitCode;
import dev.tidemark.local.windows.RowFormat;
import dev.tidemark.local.windows.WindowQuery;
import dev.tidemark.local.windows.WindowReader;
import dev.tidemark.local.windows.WindowRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
        views.forEach(each -> rows.addAll(reader.rows(each, query)));
        return rows;
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

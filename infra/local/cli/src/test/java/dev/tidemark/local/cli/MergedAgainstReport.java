package dev.tidemark.local.cli;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.serving.windows.Layer;
import dev.tidemark.serving.windows.WindowQuery;
import dev.tidemark.serving.windows.WindowReader;
import dev.tidemark.serving.windows.WindowValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The windows of a data directory as they are served, beside what its reports say in {@code windows.csv}: counts and sums by view,
 * window and key, of the windows that are verified.
 *
 * @param verified the merged layer's values that are verified
 * @param batch what the reports' batch says of them
 * @param stream the stream's values of the same windows
 * @param reportedStream what the reports' {@code streamFinal} says
 * @param corrected how many of the merged are corrections
 */
record MergedAgainstReport(
        Map<String, String> verified,
        Map<String, String> batch,
        Map<String, String> stream,
        Map<String, String> reportedStream,
        long corrected) {

    static MergedAgainstReport of(Path data) throws IOException, InterruptedException {
        Map<String, String> verified = new TreeMap<>();
        Map<String, String> stream = new TreeMap<>();
        Map<String, Long> through = new TreeMap<>();
        long corrected = 0;
        try (StoresOfData stores = StoresOfData.open(data, null)) {
            WindowReader reader = stores.windows();
            for (View view : stores.views().views()) {
                long end = reader.standpoint(view).verifiedThroughMillis();
                through.put(view.name(), end);
                for (WindowValue value : reader.all(view, Layer.MERGED, WindowQuery.ALL)) {
                    if (value.status() == WindowValue.ValueStatus.VERIFIED) {
                        put(verified, view, value);
                        corrected += value.source() == WindowValue.Source.CORRECTION ? 1 : 0;
                    }
                }
                reader.all(view, Layer.STREAM, WindowQuery.ALL).stream()
                        .filter(value -> value.window().endMillis() <= end)
                        .forEach(value -> put(stream, view, value));
            }
        }
        Map<String, String> batch = new TreeMap<>();
        Map<String, String> reportedStream = new TreeMap<>();
        for (String line : lines(data.resolve("report"))) {
            String[] fields = line.split(",", -1);
            boolean counted = fields[4].equals("count") || fields[4].equals("sum");
            if (counted && IsoInstant.parse(fields[2]) <= through.getOrDefault(fields[0], Long.MIN_VALUE)) {
                String name = String.join(" ", fields[0], fields[1], fields[3], fields[4]);
                put(batch, name, fields[7]);
                put(reportedStream, name, fields[6]);
            }
        }
        for (Map<String, String> values : List.of(batch, reportedStream)) {
            values.keySet()
                    .removeIf(name -> name.endsWith(" sum")
                            && !values.containsKey(name.substring(0, name.length() - 3) + "count"));
        }
        return new MergedAgainstReport(verified, batch, stream, reportedStream, corrected);
    }

    private static void put(Map<String, String> values, View view, WindowValue value) {
        String name = value.view() + " " + IsoInstant.format(value.window().startMillis()) + " " + value.key();
        put(values, name + " count", Long.toString(value.total().count()));
        var sum = value.total().sumDecimal();
        if (sum != null && view.aggregates().contains(AggregateSpec.Exact.SUM)) {
            put(values, name + " sum", sum.toPlainString());
        }
    }

    /** What says nothing is not there. */
    private static void put(Map<String, String> values, String name, String text) {
        if (!text.isEmpty() && !(name.endsWith(" count") && text.equals("0"))) {
            values.put(name, text);
        }
    }

    private static List<String> lines(Path report) throws IOException {
        try (Stream<Path> days = Files.list(report)) {
            return days.map(day -> day.resolve("windows.csv"))
                    .filter(Files::exists)
                    .sorted()
                    .flatMap(MergedAgainstReport::read)
                    .toList();
        }
    }

    private static Stream<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

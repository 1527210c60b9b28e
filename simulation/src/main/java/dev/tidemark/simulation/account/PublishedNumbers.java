package dev.tidemark.simulation.account;

import dev.tidemark.batch.report.DayFiles;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.MeasureValues;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.simulation.dynamo.SimulatedTables;
import dev.tidemark.simulation.s3.S3Bucket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the batch has published, as a reader finds it by {@code docs/platform.md}: from the item that names the run, by that
 * run's index, to the corrections of each day and the rows of its windows.
 *
 * @param verifiedThrough by view id
 * @param corrections by view id, day, and window and key: what the batch says, or {@code removed}
 * @param windows by day: the rows of {@code windows.csv}, sorted
 */
public record PublishedNumbers(
        Map<String, String> verifiedThrough, Map<String, String> corrections, Map<String, String> windows) {

    static PublishedNumbers of(SimulatedTables tables, S3Bucket bucket) {
        StageItems items = new StageItems(tables);
        Map<String, String> verified = new TreeMap<>();
        Map<String, String> corrections = new TreeMap<>();
        Map<String, String> windows = new TreeMap<>();
        items.at(PublishedRunItem.key()).ifPresent(current -> {
            current.verifiedThrough().forEach((view, at) -> verified.put(view, IsoInstant.format(at)));
            for (CorrectionIndexItem month : items.in(CorrectionIndexItem.of(current.run()))) {
                month.runs().forEach((day, run) -> {
                    for (CorrectionItem item : items.in(CorrectionItem.of(month.viewId(), day, run))) {
                        corrections.put(
                                item.viewId() + " " + day + " " + item.window() + "#" + item.key(),
                                item.says().map(MeasureValues::toString).orElse("removed"));
                    }
                    byte[] rows = bucket.get(BatchKeys.day(day, run, DayFiles.WINDOWS_CSV));
                    if (rows != null) {
                        windows.put(day, rowsOf(rows));
                    }
                });
            }
        });
        return new PublishedNumbers(verified, corrections, windows);
    }

    private static String rowsOf(byte[] csv) {
        return String.join("\n", new TreeSet<>(List.of(new String(csv, StandardCharsets.UTF_8).split("\n"))));
    }

    /** What is different from what should be published, in words. */
    public List<String> differencesFrom(PublishedNumbers should) {
        List<String> differences = new ArrayList<>();
        compare("verified through of", should.verifiedThrough(), verifiedThrough, differences);
        compare("correction", should.corrections(), corrections, differences);
        Set<String> days = new TreeSet<>(should.windows().keySet());
        days.addAll(windows.keySet());
        for (String day : days) {
            Set<String> wanted = lines(should.windows().get(day));
            Set<String> found = lines(windows.get(day));
            Set<String> both = new TreeSet<>(wanted);
            both.retainAll(found);
            wanted.removeAll(both);
            found.removeAll(both);
            wanted.forEach(row -> differences.add("windows of " + day + ", missing: " + row));
            found.forEach(row -> differences.add("windows of " + day + ", wrong: " + row));
        }
        return differences;
    }

    private static Set<String> lines(@Nullable String rows) {
        return rows == null ? new TreeSet<>() : new TreeSet<>(List.of(rows.split("\n")));
    }

    private static void compare(
            String what, Map<String, String> should, Map<String, String> is, List<String> differences) {
        Set<String> keys = new TreeSet<>(should.keySet());
        keys.addAll(is.keySet());
        for (String key : keys) {
            String wanted = should.get(key);
            String found = is.get(key);
            if (wanted == null ? found != null : !wanted.equals(found)) {
                differences.add(what + " " + key + ": is " + found + ", should be " + wanted);
            }
        }
    }
}

package dev.tidemark.serving.reports;

import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.serving.tables.TableReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads the reports of days. */
public final class ReportReader {

    /** A day as the bucket's keys call it. */
    public static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String SLASH = "/";

    private final S3Client s3;
    private final String bucket;
    private final TableReader tables;

    /** @param names the tables' names in this stack */
    public ReportReader(S3Client s3, String bucket, DynamoDbClient dynamoDb, Function<Table, String> names) {
        this.s3 = s3;
        this.bucket = bucket;
        this.tables = new TableReader(dynamoDb, names);
    }

    /**
     * The days that have a report, ascending.
     *
     * @param after days behind this one alone; empty for all from the first
     * @param most how many
     */
    public List<String> days(String after, int most) {
        return s3
                .listObjectsV2(list -> list.bucket(bucket)
                        .prefix(ObjectKeys.REPORTS)
                        .delimiter(SLASH)
                        .startAfter(after.isEmpty() ? ObjectKeys.REPORTS : ObjectKeys.REPORTS + after + "/~")
                        .maxKeys(most))
                .commonPrefixes()
                .stream()
                .map(prefix -> prefix.prefix()
                        .substring(ObjectKeys.REPORTS.length(), prefix.prefix().length() - 1))
                .toList();
    }

    /**
     * The report of a day: that of the run whose corrections hold for it, or of a day before all that the published run has in its
     * books, the last one. Empty where there is none that ever held: a run that stops before it is published leaves reports, too.
     */
    public Optional<DayReport> of(String day) {
        if (!DAY.matcher(day).matches()) {
            return Optional.empty();
        }
        String prefix = ObjectKeys.REPORTS + day + SLASH;
        TreeMap<String, List<DayReport.File>> byRun = new TreeMap<>();
        for (S3Object object : s3.listObjectsV2Paginator(
                        list -> list.bucket(bucket).prefix(prefix))
                .contents()) {
            String[] parts = object.key().substring(prefix.length()).split(SLASH, 2);
            if (parts.length == 2) {
                byRun.computeIfAbsent(parts[0], any -> new ArrayList<>())
                        .add(new DayReport.File(parts[1], object.size()));
            }
        }
        if (byRun.isEmpty()) {
            return Optional.empty();
        }
        NavigableMap<String, String> runs = runsInForce();
        Optional<String> run = !runs.isEmpty() && day.compareTo(runs.firstKey()) < 0
                ? Optional.of(byRun.lastKey())
                : Optional.ofNullable(runs.get(day)).filter(byRun::containsKey);
        return run.map(held -> new DayReport(day, held, byRun.getOrDefault(held, List.of())));
    }

    /** Whether there is a report of a day at all. */
    public boolean has(String day) {
        return of(day).isPresent();
    }

    /** By day the latest of the runs that hold for its views, of all days that are in the books. */
    private NavigableMap<String, String> runsInForce() {
        NavigableMap<String, String> runs = new TreeMap<>();
        tables.read(PublishedRunItem.key()).ifPresent(published -> tables.query(CorrectionIndexItem.of(published.run()))
                .forEach(month -> month.runs()
                        .forEach((day, run) ->
                                runs.merge(day, run, (one, other) -> one.compareTo(other) >= 0 ? one : other))));
        return runs;
    }

    /** The content of a file of a report, to be closed; empty where there is no such file. */
    public Optional<InputStream> open(DayReport report, String file) {
        if (!FILE.matcher(file).matches()) {
            return Optional.empty();
        }
        String key = ObjectKeys.REPORTS + report.day() + SLASH + report.run() + SLASH + file;
        try {
            return Optional.of(s3.getObject(get -> get.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }
}

package dev.tidemark.batch.report;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.batch.state.BatchKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes the files of a day, and of a run, into a staging folder. */
public final class DayFiles {

    /** The windows of a day, one row an aggregate. */
    public static final String WINDOWS_CSV = "windows.csv";

    /** Every file of a day, but for its manifest. */
    static final List<String> NAMES =
            List.of("index.html", "summary.json", WINDOWS_CSV, "windows.parquet", "events.parquet");

    public static final String MANIFEST = "manifest.json";

    private final Database database;
    private final Path staging;
    private final String recordRows;

    /**
     * Into this folder.
     *
     * @param recordRows what reads all records
     */
    public DayFiles(Database database, Path staging, String recordRows) {
        this.database = database;
        this.staging = staging;
        this.recordRows = recordRows;
    }

    /** Writes the folder of one day; returns it. */
    public Path write(long day, Summary summary, Manifest manifest) {
        Path folder = staging.resolve(BatchKeys.dayName(day));
        try {
            Files.createDirectories(folder);
            query("dialect.writeCsv", "report.windowsCsv", day, folder.resolve(WINDOWS_CSV));
            query("dialect.writeParquet", "report.windowsParquet", day, folder.resolve("windows.parquet"));
            query("dialect.writeParquet", "report.eventsParquet", day, folder.resolve("events.parquet"));
            text(folder.resolve("summary.json"), ReportJson.pretty(summary));
            text(folder.resolve("index.html"), Page.of(PageData.ofDay(summary, PageRows.read(database, day))));
            text(folder.resolve(MANIFEST), ReportJson.pretty(manifest.withFiles(files(folder))));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
    }

    /** Writes the files over all days: {@code index.html} and {@code summary.json}. */
    public void writeAll(Summary summary, List<Summary> days) {
        try {
            Files.createDirectories(staging);
            text(staging.resolve("summary.json"), ReportJson.pretty(RunSummary.of(summary, days)));
            text(staging.resolve("index.html"), Page.of(PageData.ofRun(summary, days)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + staging, e);
        }
    }

    /** Writes what is printed of a run, so that it can be printed again: {@code ledger.txt}. */
    public void writeLedger(Summary summary, String published) {
        try {
            text(staging.resolve("ledger.txt"), Ledger.text(summary, published));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + staging, e);
        }
    }

    private void query(String writer, String fragment, long day, Path file) {
        String select = database.fragment(fragment, Map.of("day", day, "recordRows", recordRows));
        database.run(writer, Map.of("select", select, "file", Sql.text(file.toString())));
    }

    private static List<Manifest.ManifestFile> files(Path folder) throws IOException {
        List<Manifest.ManifestFile> files = new ArrayList<>();
        for (String name : NAMES) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            files.add(new Manifest.ManifestFile(name, bytes.length, sha256(bytes)));
        }
        return files;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void text(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}

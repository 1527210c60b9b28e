package dev.tidemark.batch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs leave on this machine, and what the next one makes of it. */
class RunFoldersTest {

    @TempDir
    Path folder;

    private Path work;
    private Path report;

    @BeforeEach
    void theReportOfYesterday() throws IOException {
        work = folder.resolve("batch");
        report = folder.resolve("report");
        write(report, "yesterday");
    }

    /** A report of two days, in the folder. */
    private static void write(Path to, String text) throws IOException {
        for (String day : List.of("2026-11-21", "2026-11-22")) {
            Files.createDirectories(to.resolve(day));
            Files.writeString(to.resolve(day).resolve("index.html"), text + " " + day);
        }
        Files.writeString(to.resolve("summary.json"), text);
    }

    /** The folders of a run that was killed: nothing holds its lock. */
    private Path dead(String run) throws IOException {
        Files.createDirectories(work.resolve("scratch-" + run));
        Files.writeString(work.resolve("scratch-" + run).resolve("run.duckdb"), "much");
        Files.createFile(work.resolve("alive-" + run));
        Path staging = report.resolve(".staging-" + run);
        write(staging, "today");
        return staging;
    }

    private void assertReport(String text) throws IOException {
        assertThat(report.resolve("2026-11-21/index.html")).hasContent(text + " 2026-11-21");
        assertThat(report.resolve("2026-11-22/index.html")).hasContent(text + " 2026-11-22");
        assertThat(report.resolve("summary.json")).hasContent(text);
        assertThat(names(report)).containsExactlyInAnyOrder("2026-11-21", "2026-11-22", "summary.json");
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void aRunLeavesNothingButItsReport() throws IOException {
        try (RunFolders folders = RunFolders.open(work, report, "one")) {
            Files.writeString(folders.scratch().resolve("run.duckdb"), "much");
            write(folders.staging(), "today");
            folders.placeReport();
        }
        assertReport("today");
        assertThat(names(work)).isEmpty();
    }

    @Test
    void aRunThatPlacesNoReportLeavesTheOneBefore() throws IOException {
        try (RunFolders folders = RunFolders.open(work, report, "one")) {
            write(folders.staging(), "today");
        }
        assertReport("yesterday");
        assertThat(names(work)).isEmpty();
    }

    @Test
    void whatAKilledRunHasLeftIsSwept() throws IOException {
        dead("killed");
        try (RunFolders folders = RunFolders.open(work, report, "next")) {
            folders.sweep(Optional.of("another"));
            assertThat(names(work)).containsExactlyInAnyOrder("scratch-next", "alive-next");
        }
        assertReport("yesterday");
    }

    @Test
    void whatIsLeftWithoutALockFileIsSweptAsWell() throws IOException {
        dead("killed");
        Files.delete(work.resolve("alive-killed"));
        try (RunFolders folders = RunFolders.open(work, report, "next")) {
            folders.sweep(Optional.empty());
            assertThat(names(work)).containsExactlyInAnyOrder("scratch-next", "alive-next");
        }
        assertReport("yesterday");
    }

    @Test
    void aRunBesideThisOneKeepsItsFolders() throws IOException {
        try (RunFolders other = RunFolders.open(work, report, "other")) {
            write(other.staging(), "today");
            try (RunFolders folders = RunFolders.open(work, report, "next")) {
                folders.sweep(Optional.empty());
            }
            assertThat(other.scratch()).isDirectory();
            other.placeReport();
        }
        assertReport("today");
    }

    /** A run is killed between the switch and its report's place: behind none of the moves, behind one, behind two and so on. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theReportOfThePublishedRunIsPlacedByTheNext(int moves) throws IOException {
        die(dead("killed"), moves);
        try (RunFolders folders = RunFolders.open(work, report, "next")) {
            folders.sweep(Optional.of("killed"));
        }
        assertReport("today");
        assertThat(names(work)).isEmpty();
    }

    @Test
    void aDayThatWasMovedAwayGoesBackWhereTheRunIsNotPublished() throws IOException {
        Path staging = dead("killed");
        die(staging, 1);
        assertThat(report.resolve("2026-11-21")).doesNotExist();
        try (RunFolders folders = RunFolders.open(work, report, "next")) {
            folders.sweep(Optional.of("another"));
        }
        assertReport("yesterday");
    }

    private void die(Path staging, int moves) throws IOException {
        List<Path[]> all = List.of(
                new Path[] {report.resolve("2026-11-21"), staging.resolve(".before-2026-11-21")},
                new Path[] {staging.resolve("2026-11-21"), report.resolve("2026-11-21")},
                new Path[] {report.resolve("2026-11-22"), staging.resolve(".before-2026-11-22")},
                new Path[] {staging.resolve("2026-11-22"), report.resolve("2026-11-22")},
                new Path[] {staging.resolve("summary.json"), report.resolve("summary.json")});
        for (Path[] move : all.subList(0, moves)) {
            Files.move(move[0], move[1], java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void withoutAFolderOfReportsTheStagedOneIsSweptToo() throws IOException {
        Files.createDirectories(work.resolve("report-killed"));
        try (RunFolders folders = RunFolders.open(work, null, "next")) {
            folders.sweep(Optional.empty());
            Files.createDirectories(folders.staging());
            folders.placeReport();
        }
        assertThat(names(work)).isEmpty();
    }
}

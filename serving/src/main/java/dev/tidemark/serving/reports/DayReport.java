package dev.tidemark.serving.reports;

import java.util.List;

/**
 * The report of a UTC day that is in force.
 *
 * @param day {@code 2026-11-20}
 * @param run that made it
 * @param files what is in it, by name
 */
public record DayReport(String day, String run, List<File> files) {

    public DayReport {
        files = List.copyOf(files);
    }

    /**
     * A file of a report.
     *
     * @param name {@code summary.json}
     * @param bytes its size
     */
    public record File(String name, long bytes) {}
}

package dev.tidemark.local.cli;

import dev.tidemark.platform.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code tidemark report}: the last verdict again. */
@Command(
        name = "report",
        description = "Print the last verdict and ledger, and where the page is; end with the report's code.",
        sortOptions = false)
final class ReportCommand extends LocalCommand {

    @Override
    ExitCode run() {
        Path asked = data();
        LastReport report = LastReport.of(asked == null ? DefaultData.latest(DEFAULT_DATA) : asked);
        out().print(report.ledger());
        out().println("report: " + report.page());
        return report.exitCode();
    }
}

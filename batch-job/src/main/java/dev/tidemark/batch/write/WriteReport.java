package dev.tidemark.batch.write;

import static dev.tidemark.batch.line.NightTable.EXPLAINED;
import static dev.tidemark.batch.line.NightTable.SHARD_LIST;
import static dev.tidemark.batch.line.NightTable.VIEW_LIST;
import static dev.tidemark.batch.line.NightTable.WINDOWS;
import static dev.tidemark.batch.line.NightTable.WINDOW_ROWS;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.judge.Judged;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.report.DayFiles;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.Views;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** Writes the files of each day and of the run into a staging folder. */
public final class WriteReport implements NightStage<Judged, Written> {

    private final Database database;
    private final Views views;
    private final Path folder;
    private final Clock clock;
    private final StepProgress progress;

    /** Into this folder. */
    public WriteReport(Database database, Views views, Path folder, Clock clock, StepProgress progress) {
        this.database = database;
        this.views = views;
        this.folder = folder;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of(WINDOWS, WINDOW_ROWS, EXPLAINED, VIEW_LIST, SHARD_LIST);
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of();
    }

    @Override
    public Written run(Judged judged) {
        progress.start("writing the report", judged.days().size());
        DayFiles files = new DayFiles(database, folder, judged.windows().records());
        ManifestOfDay manifest = new ManifestOfDay(views, judged.windows().decided(), clock.millis());
        judged.days().forEach((day, summary) -> {
            files.write(day, summary, manifest.of(summary));
            progress.step(1);
        });
        files.writeAll(judged.whole(), judged.inOrder());
        progress.end();
        return new Written(judged, files, folder);
    }
}

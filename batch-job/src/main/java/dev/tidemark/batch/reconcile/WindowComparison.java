package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Drives the statements that hold the stream's items, which are loaded, against the replayed decisions and the truth. */
final class WindowComparison {

    private final Database database;
    private final Views views;

    WindowComparison(Database database, Views views) {
        this.database = database;
        this.views = views;
    }

    /**
     * Compares.
     *
     * @param recordRows what reads all records
     * @param expiredBefore items of events that arrived before this may have been deleted by their time to live
     * @return days of which something has expired
     */
    Set<Long> run(String recordRows, long expiredBefore) {
        database.run("early.tables");
        if (views.views().stream().anyMatch(view -> view.early() != null)) {
            database.run(
                    "early.lowest",
                    Map.of(
                            "recordRows", recordRows,
                            "idleBound", views.watermark().idleBound().toMillis(),
                            "requestLifetime",
                                    views.watermark().requestLifetime().toMillis()));
        }
        database.run("reconcile.cells");
        database.run("reconcile.panes");
        database.run("sessions.replay");
        database.run("sessions.items");
        database.run("reconcile.accept");
        database.run("reconcile.uncover");
        database.run("reconcile.expire", Map.of("before", expiredBefore));
        database.run("reconcile.parts");
        database.run("sessions.parts");
        database.run("reconcile.windows");
        database.run("reconcile.rows");
        if (views.views().stream().anyMatch(WindowComparison::isApproximate)) {
            approximates();
        }
        return new HashSet<>(database.rows("reconcile.expiredDays", Map.of(), row -> row.getLong(1)));
    }

    private static boolean isApproximate(View view) {
        return view.aggregates().stream().anyMatch(each -> !(each instanceof AggregateSpec.Exact));
    }

    private void approximates() {
        database.run("approximate.numbers");
        database.run("approximate.values");
        database.run("approximate.finalItems");
        database.run("approximate.results", Map.of("finalRanks", ranks("final_values")));
        database.run("approximate.rows", Map.of("trueRanks", ranks("window_values")));
    }

    private String ranks(String values) {
        return database.fragment("approximate.ranks", Map.of("values", values));
    }
}

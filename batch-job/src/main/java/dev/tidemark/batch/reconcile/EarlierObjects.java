package dev.tidemark.batch.reconcile;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.recompute.Recomputed;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.stage.AcceptedHoles;
import dev.tidemark.batch.stage.ObjectState;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.state.ParquetSource;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.batch.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds archive objects that earlier runs have read against the bucket again, as far as the days are made of them. */
final class EarlierObjects {

    private final Database database;
    private final ObjectStore objects;
    private final ParquetSource parquet;
    private final StepProgress progress;

    EarlierObjects(Database database, ObjectStore objects, ParquetSource parquet, StepProgress progress) {
        this.database = database;
        this.objects = objects;
        this.parquet = parquet;
        this.progress = progress;
    }

    /** Those that are missing or altered, and that nobody has accepted. */
    List<NightFault> faults(Recomputed.Windows windows) {
        Map<Integer, String> shardIds = new HashMap<>();
        windows.decided().cut().shards().forEach(shard -> shardIds.put(shard.index(), shard.id()));
        List<JournalledObject> earlier = earlier(windows);
        AcceptedHoles accepted = windows.decided().staged().accepted();
        progress.start("verifying the archive", earlier.size());
        try {
            List<NightFault> faults = new ArrayList<>();
            for (JournalledObject entry : earlier) {
                ObjectState state =
                        ObjectState.of(entry, objects.get(entry.key()).orElse(null));
                if (state != ObjectState.INTACT && !accepted.has(entry.key())) {
                    faults.add(state.fault(shardIds.getOrDefault(entry.shard(), "shard " + entry.shard()), entry));
                }
                progress.step(1);
            }
            return faults;
        } finally {
            progress.end();
        }
    }

    private List<JournalledObject> earlier(Recomputed.Windows windows) {
        List<StoredFile> files = windows.decided().state().files(StoredFile.OBJECTS);
        if (files.isEmpty()) {
            return List.of();
        }
        List<StoredFile> ofDays = files.stream()
                .filter(file -> !windows.eventDays()
                        .subSet(file.first(), true, file.last(), true)
                        .isEmpty())
                .toList();
        if (ofDays.isEmpty()) {
            return List.of();
        }
        String days = windows.eventDays().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return database.rows(
                "state.objectsOf",
                Map.of("source", parquet.ofFiles(ofDays), "days", days),
                row -> new JournalledObject(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6)));
    }
}

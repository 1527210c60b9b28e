package dev.tidemark.batch.decide;

import static dev.tidemark.batch.line.NightTable.ARRIVALS;
import static dev.tidemark.batch.line.NightTable.ENGINE_READ;
import static dev.tidemark.batch.line.NightTable.HALVES_NEXT;
import static dev.tidemark.batch.line.NightTable.LINEAGE;
import static dev.tidemark.batch.line.NightTable.RECORDS;
import static dev.tidemark.batch.line.NightTable.SEEN_NEXT;
import static dev.tidemark.batch.line.NightTable.S_HALVES;
import static dev.tidemark.batch.line.NightTable.S_SEEN;
import static dev.tidemark.batch.line.NightTable.S_UNMATCHED;
import static dev.tidemark.batch.line.NightTable.UNMATCHED;
import static dev.tidemark.batch.line.NightTable.UNMATCHED_NEXT;

import dev.tidemark.batch.StepProgress;
import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.identity.EarlierIdentities;
import dev.tidemark.batch.identity.NightSegment;
import dev.tidemark.batch.line.NightStage;
import dev.tidemark.batch.line.NightTable;
import dev.tidemark.batch.shape.ViewShape;
import dev.tidemark.batch.shape.ViewSql;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.stage.Staged;
import dev.tidemark.batch.state.BatchKeys;
import dev.tidemark.batch.state.Files;
import dev.tidemark.batch.state.NightState;
import dev.tidemark.batch.state.StoredFile;
import dev.tidemark.batch.state.StoredSegment;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.view.Views;
import dev.tidemark.platform.item.Lifetime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides again, on the archive alone, what the stream had to decide, and writes what is new down as Parquet. */
public final class Decide implements NightStage<Staged, Decided> {

    private final Database database;
    private final Files files;
    private final ObjectStore objects;
    private final ItemStore items;
    private final Views views;
    private final String run;
    private final StepProgress progress;

    /** Of these views; the files bear the name of the run. */
    public Decide(
            Database database,
            Files files,
            ObjectStore objects,
            ItemStore items,
            Views views,
            String run,
            StepProgress progress) {
        this.database = database;
        this.files = files;
        this.objects = objects;
        this.items = items;
        this.views = views;
        this.run = run;
        this.progress = progress;
    }

    @Override
    public Set<NightTable> reads() {
        return Set.of(RECORDS, ARRIVALS, ENGINE_READ, S_SEEN, S_HALVES, S_UNMATCHED);
    }

    @Override
    public Set<NightTable> makes() {
        return Set.of(SEEN_NEXT, LINEAGE, HALVES_NEXT, UNMATCHED_NEXT, UNMATCHED);
    }

    @Override
    public Decided run(Staged staged) {
        Cut cut = staged.cut();
        List<NightFault> misread = new ReaderFaults(database).of(cut);
        database.run("replay.tables");
        database.run("join.tables");
        Coverage coverage = Coverage.of(cut, items, staged.state().versions(), staged.switches());
        DecisionReplay replay = new DecisionReplay(database, views);
        progress.during("judging times", replay::times);
        List<NightFault> lost = new ArrayList<>();
        progress.during(
                "looking for earlier sightings",
                () -> lost.addAll(new EarlierIdentities(database, objects, items)
                        .find(staged.state().segments(), staged.accepted())));
        progress.during(
                "replaying decisions", () -> replay.run(cut, staged.state().shards()));
        List<StoredFile> parts = new ArrayList<>();
        List<StoredSegment> sealed = new ArrayList<>();
        if (cut.shards().stream().anyMatch(ShardCut::moves)) {
            List<String> attributes = views.attributes().stream().sorted().toList();
            progress.during(
                    "writing Parquet",
                    () -> parts.addAll(new PartWriter(database, files, run)
                            .write(attributes, views.uniqueFor(), staged.objects())));
            progress.during("sealing sightings", () -> sealed.add(seal(staged)));
        }
        Map<Integer, ShardStand> stands = new HashMap<>();
        database.rows("replay.stands", Map.of(), row -> stands.put(row.getInt("shard"), stand(row)));
        if (views.views().stream().anyMatch(view -> view.join() != null)) {
            LonelyHalves halves = new LonelyHalves(database, views.views());
            ViewSql arrivals = new ViewSql(database.sql(), Set.of(), Set.of());
            progress.during("pairing halves", () -> halves.collect(cut, stands, arrivals, coverage));
        }
        Touched touched = Touched.read(database);
        lost.addAll(gone(staged.state()));
        database.run("replay.done");
        Kept kept = Kept.after(
                staged.state(),
                parts,
                sealed,
                views,
                Lifetime.PUBLISHED.duration().orElseThrow(),
                cut,
                stands);
        return new Decided(
                staged,
                misread,
                lost,
                coverage,
                stands,
                new ComparisonLimits(cut, stands),
                touched,
                parts,
                sealed.stream().findFirst(),
                kept);
    }

    /**
     * Events that came for days whose records have gone. Where all of a day are older than may be, ingestion let them in. What only
     * repeats an event is in no window.
     */
    private List<NightFault> gone(NightState state) {
        NavigableMap<Long, Long> leastAges = new TreeMap<>();
        database.each(
                "replay.firstDays",
                Map.of("uniqueFor", views.uniqueFor().toMillis()),
                row -> leastAges.put(row.getLong("day"), row.getLong("age")));
        List<NightFault> faults = new ArrayList<>();
        leastAges.headMap(state.keptDays().computableFrom(), false).forEach((day, leastAge) -> {
            boolean tooOld = leastAge > views.ingest().oldest().toMillis();
            faults.add(new NightFault(
                    tooOld ? NightFault.FaultKind.INGESTION_TIME : NightFault.FaultKind.GONE_DAY,
                    tooOld ? NightFault.Side.INGESTION : NightFault.Side.ARCHIVE,
                    null,
                    day * ViewShape.DAY,
                    (day + 1) * ViewShape.DAY,
                    null,
                    null,
                    "events of " + LocalDate.ofEpochDay(day),
                    (tooOld ? "they are older than ingest.oldest, and the" : "the")
                            + " records of their day have gone: they are in no window"));
        });
        return faults;
    }

    private StoredSegment seal(Staged staged) {
        Map<Integer, String> shardIds = new HashMap<>();
        staged.cut().shards().forEach(shard -> shardIds.put(shard.index(), shard.id()));
        String key = BatchKeys.segment(run);
        return NightSegment.seal(
                database,
                staged.objects(),
                index -> Objects.requireNonNull(shardIds.get(index), "every object is of a shard of the cut"),
                files.local(key),
                key);
    }

    private static ShardStand stand(ResultSet row) throws SQLException {
        return new ShardStand(number(row, "clock"), number(row, "wm"), number(row, "wmr"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}

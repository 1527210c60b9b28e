package dev.tidemark.batch.identity;

import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.RowAppender;
import dev.tidemark.batch.stage.AcceptedHoles;
import dev.tidemark.batch.state.StoredSegment;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.batch.store.StoreException;
import dev.tidemark.platform.segment.SegmentScan;
import dev.tidemark.platform.segment.SegmentSource;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what earlier nights have seen of this night's identities. Each segment is read once, from its beginning to its end, beside
 * the sorted fingerprints of this night, eight bytes each, which are all that is held.
 */
public final class EarlierIdentities {

    private final Database database;
    private final ObjectStore objects;
    private final ItemStore items;

    public EarlierIdentities(Database database, ObjectStore objects, ItemStore items) {
        this.database = database;
        this.objects = objects;
        this.items = items;
    }

    /**
     * Fills {@code ids_known} with the identities of this night that the segments have, each with its clock.
     *
     * @param accepted archive objects that may be missing: what they had is known by its fingerprint alone
     * @return archive objects that are not what their journal says, so that a match cannot be told from an equal fingerprint
     */
    public List<NightFault> find(List<StoredSegment> segments, AcceptedHoles accepted) {
        if (segments.isEmpty()) {
            return List.of();
        }
        long[] prints = prints();
        database.run("identity.tables");
        for (int number = 0; number < segments.size() && prints.length > 0; number++) {
            join(number, segments.get(number), prints);
        }
        List<NightFault> faults = new ArrayList<>();
        try (RowAppender known = database.appender("ids_known");
                RowAppender unread = database.appender("print_unread");
                ArchivedIdentities archived = new ArchivedIdentities(objects, items, accepted, known, unread, faults)) {
            database.each(
                    "identity.places",
                    Map.of(),
                    row -> archived.take(
                            new SegmentSource(
                                    row.getString("shard"),
                                    row.getString("first"),
                                    row.getString("last"),
                                    row.getString("object")),
                            row.getInt("line"),
                            row.getLong("bits"),
                            row.getLong("clock")));
        }
        database.run("identity.unread");
        database.run("identity.done");
        return faults;
    }

    /** Ascending without a sign. */
    private long[] prints() {
        int count = database.row("identity.count", Map.of(), row -> row.getInt(1));
        long[] prints = new long[count];
        int[] filled = {0};
        database.each("identity.prints", Map.of(), row -> prints[filled[0]++] = row.getLong("bits"));
        return prints;
    }

    private void join(int number, StoredSegment segment, long[] prints) {
        Set<Integer> met = new TreeSet<>();
        try (SegmentScan scan = open(segment)) {
            try (RowAppender matches = database.appender("print_matches")) {
                int next = 0;
                while (scan.next()) {
                    long fingerprint = scan.fingerprint();
                    while (next < prints.length && Long.compareUnsigned(prints[next], fingerprint) < 0) {
                        next++;
                    }
                    if (next < prints.length && prints[next] == fingerprint) {
                        met.add(scan.source());
                        int source = scan.source();
                        int line = scan.line();
                        long clock = scan.clockMillis();
                        matches.add(row -> row.add(number)
                                .add(source)
                                .add(line)
                                .add(fingerprint)
                                .add(clock));
                    }
                }
            }
            try (RowAppender sources = database.appender("print_sources")) {
                for (int index : met) {
                    SegmentSource source = scan.sources().get(index);
                    sources.add(row -> row.add(number)
                            .add(index)
                            .add(source.shardId())
                            .add(source.first())
                            .add(source.last())
                            .add(source.objectKey()));
                }
            }
        } catch (IOException e) {
            throw new StoreException("cannot read " + segment.key() + ": " + e.getMessage(), e);
        }
    }

    private SegmentScan open(StoredSegment segment) throws IOException {
        return new SegmentScan(new BufferedInputStream(
                objects.open(segment.key())
                        .orElseThrow(() -> new StoreException(
                                "the batch's own object is missing: " + segment.key(),
                                new FileNotFoundException(segment.key()))),
                1 << 16));
    }
}

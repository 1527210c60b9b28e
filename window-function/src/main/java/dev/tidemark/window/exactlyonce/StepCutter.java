package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.domain.event.MalformedRecordException;
import dev.tidemark.domain.fold.ShardRecord;
import dev.tidemark.window.versions.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Reads records and cuts them into runs, each of which becomes a step. A run has at most {@value #MOST_EVENTS} events, or one
 * record, and ends with the {@code views} record that names another version: which version a record is read with depends on
 * the log alone, not on who reads it. What cannot be read goes to quarantine, and is a record of its run all the same.
 */
final class StepCutter {

    /** The most events of one step. */
    static final int MOST_EVENTS = 10_000;

    private static final Logger LOG = Logger.getLogger(StepCutter.class);

    private final Versions versions;
    private final Quarantine quarantine;
    private final Map<String, VersionFold> folds = new HashMap<>();

    StepCutter(Versions versions, Quarantine quarantine) {
        this.versions = versions;
        this.quarantine = quarantine;
    }

    /**
     * What becomes a step.
     *
     * @param version that it is folded with
     * @param records as they were read
     * @param raw the same as they came, one for one
     */
    record VersionRun(VersionFold version, List<ShardRecord> records, List<RawRecord> raw) {

        /** Each record of it as a run of its own. */
        List<VersionRun> alone() {
            List<VersionRun> alone = new ArrayList<>(records.size());
            for (int i = 0; i < records.size(); i++) {
                alone.add(new VersionRun(version, records.subList(i, i + 1), raw.subList(i, i + 1)));
            }
            return alone;
        }
    }

    /**
     * The runs of records that come after a head, up to the end or to the next version of the views.
     *
     * @param raw one or more, the first of them next after the head
     * @return one or more; what is behind the last of them is to be cut with the head after it
     */
    List<VersionRun> cut(ShardHead head, List<RawRecord> raw) {
        VersionFold version = folds.computeIfAbsent(head.viewsVersion(), name -> new VersionFold(versions.views(name)));
        List<VersionRun> runs = new ArrayList<>();
        int from = 0;
        for (List<ShardRecord> run : runs(upToNextVersion(head, raw, version), MOST_EVENTS)) {
            runs.add(new VersionRun(version, run, raw.subList(from, from + run.size())));
            from += run.size();
        }
        return runs;
    }

    /** Parts records into runs of at most so many events; a record that has more is a run of its own. */
    static List<List<ShardRecord>> runs(List<ShardRecord> records, int mostEvents) {
        List<List<ShardRecord>> runs = new ArrayList<>();
        List<ShardRecord> run = new ArrayList<>();
        int events = 0;
        for (ShardRecord record : records) {
            int size = record instanceof ShardRecord.Readable readable
                            && readable.record() instanceof LogRecord.Events eventsRecord
                    ? eventsRecord.size()
                    : 0;
            if (!run.isEmpty() && events + size > mostEvents) {
                runs.add(run);
                run = new ArrayList<>();
                events = 0;
            }
            run.add(record);
            events += size;
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private List<ShardRecord> upToNextVersion(ShardHead head, List<RawRecord> records, VersionFold version) {
        List<ShardRecord> read = new ArrayList<>(records.size());
        for (RawRecord raw : records) {
            ShardRecord record = read(head.shardId(), raw, version);
            if (record instanceof ShardRecord.Readable readable
                    && readable.record() instanceof LogRecord.ViewsChanged changed
                    && !changed.version().equals(head.viewsVersion())) {
                if (versions.exists(changed.version())) {
                    read.add(record);
                    return read;
                }
                record = setAside(head.shardId(), raw, "there is no views file of version '" + changed.version() + "'");
            }
            read.add(record);
        }
        return read;
    }

    private ShardRecord read(String shardId, RawRecord record, VersionFold version) {
        try {
            return new ShardRecord.Readable(record.sequence(), version.reader.read(record.data()));
        } catch (MalformedRecordException e) {
            return setAside(shardId, record, String.valueOf(e.getMessage()));
        }
    }

    /** The run of one record whose processing throws, with the record in quarantine. */
    VersionRun setAside(String shardId, VersionRun run, RuntimeException thrown) {
        RawRecord record = run.raw().get(0);
        ShardRecord aside = setAside(shardId, record, "processing it throws " + thrown);
        return new VersionRun(run.version(), List.of(aside), run.raw());
    }

    private ShardRecord setAside(String shardId, RawRecord record, String reason) {
        quarantine.put(shardId, record, reason);
        LOG.warnf("%s: record %s is in quarantine: %s", shardId, record.sequence(), reason);
        return new ShardRecord.Quarantined(record.sequence());
    }
}

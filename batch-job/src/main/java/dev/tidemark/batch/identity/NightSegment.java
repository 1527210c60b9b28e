package dev.tidemark.batch.identity;

import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.state.StoredSegment;
import dev.tidemark.platform.segment.SealedSegment;
import dev.tidemark.platform.segment.SegmentSource;
import dev.tidemark.platform.segment.SegmentWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Seals the sightings of a night. */
public final class NightSegment {

    private NightSegment() {}

    /**
     * Writes the segment into a file.
     *
     * @param objects that the night has read, by their number
     * @param shardIds by index
     * @param key that the file will have in the bucket
     */
    public static StoredSegment seal(
            Database database, List<JournalledObject> objects, IntFunction<String> shardIds, Path file, String key) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            SegmentWriter writer = new SegmentWriter(out);
            int[] sources = new int[objects.size()];
            for (int number = 0; number < sources.length; number++) {
                JournalledObject object = objects.get(number);
                sources[number] = writer.source(
                        new SegmentSource(shardIds.apply(object.shard()), object.first(), object.last(), object.key()));
            }
            database.each("identity.sightings", Map.of(), row -> {
                try {
                    writer.add(
                            row.getLong("bits"),
                            row.getLong("clock"),
                            sources[row.getInt("object")],
                            row.getInt("line"));
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot write " + file, e);
                }
            });
            SealedSegment sealed = writer.seal();
            return new StoredSegment(
                    key,
                    sealed.entries(),
                    sealed.firstClockMillis(),
                    sealed.lastClockMillis(),
                    sealed.bytes(),
                    sealed.tailBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}

package dev.tidemark.local.runtime.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * How far a mapping has got in each shard: a file a shard, replaced as one. A lost or unreadable file means that the
 * shard is read from its beginning again, which at-least-once delivery allows.
 */
final class Checkpoints {

    /** Stands for "everything has been processed, and nothing will follow". */
    static final String SHARD_END = "SHARD_END";

    private final Path directory;

    Checkpoints(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep checkpoints in " + directory, e);
        }
    }

    /** The last sequence number that is done, {@link #SHARD_END}, or null at the beginning of the shard. */
    @Nullable
    String read(String shardId) {
        try {
            String text = Files.readString(directory.resolve(shardId)).strip();
            return text.equals(SHARD_END) || text.matches("\\d+") ? text : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the checkpoint of " + shardId + " in " + directory, e);
        }
    }

    void write(String shardId, String position) {
        Path target = directory.resolve(shardId);
        Path draft = directory.resolve(shardId + ".new");
        try {
            Files.writeString(draft, position);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint of " + shardId + " in " + directory, e);
        }
    }
}

package dev.tidemark.local.data;

import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a reader sees whole, in its old or its new content. */
final class WholeFile {

    private WholeFile() {}

    static void write(Path file, byte[] bytes) {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(written, bytes);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CannotRunException(
                    file + " cannot be written (" + e.getMessage() + "). Make room, or choose another --data.", e);
        }
    }
}

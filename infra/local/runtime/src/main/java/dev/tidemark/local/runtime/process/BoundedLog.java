package dev.tidemark.local.runtime.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A log file of at most {@value #MAX_BYTES} bytes. When it is full it becomes {@code <name>.1}, in place of an older one,
 * and starts anew: the last bytes are always there, and a log never takes more than twice its bound.
 */
final class BoundedLog implements AutoCloseable {

    static final long MAX_BYTES = 8L << 20;

    private final Path file;
    private OutputStream out;
    private long written;

    private BoundedLog(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    static BoundedLog open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new BoundedLog(file, Files.newOutputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the log " + file, e);
        }
    }

    void write(byte[] bytes, int length) throws IOException {
        if (written + length > MAX_BYTES) {
            out.close();
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            out = Files.newOutputStream(file);
            written = 0;
        }
        out.write(bytes, 0, length);
        written += length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

package dev.tidemark.local.replay;

import dev.tidemark.local.outcome.CannotRunException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The lines of a file, plain or gzip by its first two bytes, counted from 1. Blank lines are counted and skipped. */
final class RecordingLines implements AutoCloseable {

    /** Longest line in bytes; an event may have 32 KiB, so this is no recording. */
    static final int LONGEST = 1 << 19;

    private static final int READ = 1 << 16;

    private final Path file;
    private final InputStream in;
    private byte[] buffer = new byte[READ];
    private int from;
    private int until;
    private long number;

    RecordingLines(Path file) {
        this.file = file;
        try {
            this.in = open(file);
        } catch (NoSuchFileException e) {
            throw new CannotRunException("recording " + file + " does not exist. Check the name.", e);
        } catch (IOException e) {
            throw new CannotRunException("recording " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The number of the line that {@link #next} returned last. */
    long number() {
        return number;
    }

    /** The next line that is not blank, without its line break; null at the end. */
    byte @Nullable [] next() {
        while (true) {
            byte[] line = nextOfAll();
            if (line == null || !isBlank(line)) {
                return line;
            }
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // All that was wanted of the file has been read: a failure to close it changes nothing.
        }
    }

    private byte @Nullable [] nextOfAll() {
        number++;
        int searched = from;
        while (true) {
            for (int i = searched; i < until; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = upTo(i);
                    from = i + 1;
                    return line;
                }
            }
            searched = until - from;
            if (searched > LONGEST || !fill()) {
                byte[] rest = upTo(until);
                from = until;
                return rest.length == 0 ? null : rest;
            }
        }
    }

    private byte[] upTo(int end) {
        if (end - from > LONGEST) {
            throw new CannotRunException(file + ":" + number + ": the line is longer than " + LONGEST
                    + " bytes, so this is no recording of one event a line.");
        }
        return Arrays.copyOfRange(buffer, from, end);
    }

    /** Moves the rest to the front and reads more behind it; false at the end of the file. */
    private boolean fill() {
        int rest = until - from;
        byte[] target = rest + READ > buffer.length ? new byte[Math.max(2 * buffer.length, rest + READ)] : buffer;
        System.arraycopy(buffer, from, target, 0, rest);
        buffer = target;
        from = 0;
        until = rest;
        try {
            int read = in.read(buffer, until, buffer.length - until);
            until += Math.max(read, 0);
            return read >= 0;
        } catch (EOFException | ZipException e) {
            throw new CannotRunException(
                    file + ":" + number + ": the compressed file is cut off or damaged here (" + e.getMessage()
                            + "). Fetch it again.",
                    e);
        } catch (IOException e) {
            throw new CannotRunException(
                    file + ":" + number + ": cannot be read any further: " + e.getMessage() + ".", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), READ);
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return gzip ? new GZIPInputStream(raw, READ) : raw;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}

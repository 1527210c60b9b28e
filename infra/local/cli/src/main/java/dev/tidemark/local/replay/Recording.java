package dev.tidemark.local.replay;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.local.outcome.CannotRunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One or more files of recorded events, read as one in the order of arrival. Each file is sorted by {@code receivedAt}; at
 * the same instant the file named first goes first, so the order is the same every time. Memory holds one event a file.
 */
public final class Recording implements Arrivals, AutoCloseable {

    private static final Comparator<Track> BY_ARRIVAL =
            Comparator.comparingLong(Track::arrival).thenComparingInt(track -> track.position);

    private final RecordedEventParser parser = new RecordedEventParser();
    private final List<Track> tracks = new ArrayList<>();
    private final PriorityQueue<Track> byArrival = new PriorityQueue<>(BY_ARRIVAL);

    private Recording(List<Path> files) {
        for (Path file : files) {
            Track track = new Track(file, tracks.size());
            tracks.add(track);
        }
    }

    /**
     * Opens the files and reads the first event of each.
     *
     * @throws CannotRunException if one cannot be read, or begins with no event
     */
    public static Recording open(List<Path> files) {
        Recording recording = new Recording(files);
        try {
            for (Track track : recording.tracks) {
                recording.advance(track);
            }
            if (recording.byArrival.isEmpty()) {
                throw new CannotRunException("there is no event in "
                        + files.stream().map(Path::toString).collect(Collectors.joining(", ")) + ".");
            }
            return recording;
        } catch (RuntimeException e) {
            recording.close();
            throw e;
        }
    }

    /**
     * Reads all of it, and keeps nothing. Whoever posts a recording does this first: what is in the log cannot be taken
     * out again, so a line that cannot be posted has to be found before the first line is posted.
     *
     * @return the number of events
     * @throws CannotRunException if a file cannot be read, a line is no recorded event, or they are not in order
     */
    public static long check(List<Path> files) {
        try (Recording recording = open(files)) {
            long events = 0;
            while (recording.next() != null) {
                events++;
            }
            return events;
        }
    }

    /** What the files are called together: {@code vehicles} for {@code vehicles.ndjson.gz}, several joined by {@code +}. */
    public static String nameOf(List<Path> files) {
        return files.stream()
                .map(file -> file.getFileName().toString().replaceFirst("(\\.(ndjson|jsonl|json))?(\\.gz)?$", ""))
                .collect(Collectors.joining("+"));
    }

    /**
     * The next event in the order of arrival, or null at the end.
     *
     * @throws CannotRunException if a line is no recorded event, or arrived before the line above it
     */
    @Override
    public @Nullable RecordedEvent next() {
        Track track = byArrival.poll();
        if (track == null) {
            return null;
        }
        RecordedEvent event = track.event();
        advance(track);
        return event;
    }

    @Override
    public void close() {
        tracks.forEach(track -> track.lines.close());
    }

    private void advance(Track track) {
        byte[] line = track.lines.next();
        if (line == null) {
            track.current = null;
            return;
        }
        RecordedEvent next = parser.parse(line, new RecordingLine(track.file, track.lines.number()));
        RecordedEvent before = track.current;
        if (before != null && next.receivedAtMillis() < before.receivedAtMillis()) {
            throw new CannotRunException(next.source() + ": received at " + IsoInstant.format(next.receivedAtMillis())
                    + ", before the event above it (" + IsoInstant.format(before.receivedAtMillis())
                    + "). A recording is sorted by receivedAt; sort it and run again.");
        }
        track.current = next;
        byArrival.add(track);
    }

    /** One file, and the event it stands at. */
    private static final class Track {
        private final Path file;
        private final int position;
        private final RecordingLines lines;
        private @Nullable RecordedEvent current;

        Track(Path file, int position) {
            this.file = file;
            this.position = position;
            this.lines = new RecordingLines(file);
        }

        RecordedEvent event() {
            return java.util.Objects.requireNonNull(current);
        }

        long arrival() {
            return event().receivedAtMillis();
        }
    }
}

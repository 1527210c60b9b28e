package dev.tidemark.domain.aggregate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An approximate aggregate of a set of events, as bytes of Apache DataSketches. What one cell holds is one part; merging
 * puts the parts of both side by side, and they are combined when they are read ({@link SketchKind#read}). So a merge
 * loses nothing, and is commutative and associative to the byte, with the identity {@link #EMPTY}, although the sketches
 * inside are approximate. It takes no more memory than the cells that it was merged from.
 */
public final class Sketch {

    /** Of no event. */
    public static final Sketch EMPTY = new Sketch(0, List.of());

    private final long n;

    /** In the order of their bytes, read-only. */
    private final List<ByteBuffer> parts;

    private Sketch(long n, List<ByteBuffer> parts) {
        this.n = n;
        this.parts = parts;
    }

    /**
     * Of the events of one cell.
     *
     * @param n number of events that have the field, exact, {@code > 0}
     * @param bytes of one sketch; not copied
     */
    public static Sketch of(long n, byte[] bytes) {
        if (n <= 0) {
            throw new IllegalArgumentException("n > 0 does not hold: n is " + n);
        }
        return new Sketch(n, List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    }

    /** Number of events that have the field, exact. */
    public long n() {
        return n;
    }

    /** Of both sets together. */
    public Sketch merge(Sketch other) {
        if (other.n == 0) {
            return this;
        }
        if (n == 0) {
            return other;
        }
        List<ByteBuffer> all = new ArrayList<>(parts.size() + other.parts.size());
        all.addAll(parts);
        all.addAll(other.parts);
        Collections.sort(all);
        return new Sketch(Math.addExact(n, other.n), all);
    }

    /**
     * The bytes of the one sketch in it, as a cell stores them.
     *
     * @throws IllegalStateException if it was merged from several, or is empty
     */
    public byte[] bytes() {
        if (parts.size() != 1) {
            throw new IllegalStateException("bytes are those of one sketch; there are " + parts.size());
        }
        return bytes(parts.get(0));
    }

    /** Number of bytes in it. */
    public long size() {
        return parts.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** The bytes of each sketch in it. */
    List<byte[]> parts() {
        return parts.stream().map(Sketch::bytes).toList();
    }

    private static byte[] bytes(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sketch sketch && n == sketch.n && parts.equals(sketch.parts);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(n) * 31 + parts.hashCode();
    }

    @Override
    public String toString() {
        return "Sketch[n=" + n + ", parts=" + parts.size() + ", bytes=" + size() + "]";
    }
}

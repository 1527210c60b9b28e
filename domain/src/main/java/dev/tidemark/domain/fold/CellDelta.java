package dev.tidemark.domain.fold;

import dev.tidemark.domain.aggregate.Accumulator;
import dev.tidemark.domain.aggregate.Measures;
import dev.tidemark.domain.aggregate.Sketches;
import dev.tidemark.domain.event.LoggedEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one step adds to one cell. It keeps each contribution with its record, because a cell that another attempt has
 * written in the meantime takes only what comes after its sequence number.
 */
public final class CellDelta {

    private String[] sequences = new String[4];
    private long[] values = new long[4];
    private int size;
    private final @Nullable SketchInputs inputs;

    CellDelta() {
        this(null);
    }

    /** One that keeps what the sketches of its view look at. */
    CellDelta(@Nullable SketchInputs inputs) {
        this.inputs = inputs;
    }

    /** Keeps what the sketches look at in the event that was added last. */
    void sketch(String deviceId, LoggedEvent event) {
        if (inputs != null) {
            inputs.set(size - 1, deviceId, event);
        }
    }

    void add(String sequence, long valueMicros) {
        if (size == values.length) {
            sequences = Arrays.copyOf(sequences, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        sequences[size] = sequence;
        values[size++] = valueMicros;
    }

    /** Padded sequence number of the last record that contributes. */
    public String lastSequence() {
        return sequences[size - 1];
    }

    /** Number of events in it. */
    public int events() {
        return size;
    }

    /** Whether a cell at this padded sequence number lacks some of it. */
    public boolean isAfter(String sequence) {
        return lastSequence().compareTo(sequence) > 0;
    }

    /** The base, and on top of it what comes after this padded sequence number. */
    public Measures onto(Measures base, String sequence) {
        Accumulator accumulator = new Accumulator(base);
        for (int i = 0; i < size; i++) {
            if (sequences[i].compareTo(sequence) > 0) {
                accumulator.add(values[i]);
            }
        }
        Measures measures = accumulator.measures();
        return inputs == null ? measures : measures.with(sketches(inputs, base.sketches(), sequence));
    }

    private Sketches sketches(SketchInputs sketched, Sketches base, String sequence) {
        int from = 0;
        while (from < size && sequences[from].compareTo(sequence) <= 0) {
            from++;
        }
        return sketched.onto(base, values, from, size);
    }
}

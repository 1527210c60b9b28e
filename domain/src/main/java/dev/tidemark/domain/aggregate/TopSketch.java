package dev.tidemark.domain.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Frequent items (Misra and Gries; Anderson et al., 2017). With so few counters the library looks at all of them when it
 * makes room, so that a cell's counters depend on its events' order alone. Parts are read side by side: counters of one
 * text are added, and so are the errors.
 */
final class TopSketch extends SketchAccumulator {

    /** Of which three quarters are used: 192 counters. */
    private static final int MAP_SIZE = 256;

    private static final ArrayOfStringsSerDe TEXTS = new ArrayOfStringsSerDe();

    private static final Comparator<Approximation.TopEstimates.Item> ORDER = Comparator.comparingLong(
                    Approximation.TopEstimates.Item::estimate)
            .reversed()
            .thenComparing(item -> item.text().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final ItemsSketch<String> items;

    TopSketch(Sketch base) {
        super(base);
        SketchLibrary.ready();
        this.items = base.n() == 0 ? new ItemsSketch<>(MAP_SIZE) : instance(base.bytes());
    }

    @Override
    boolean update(@Nullable String text, long valueMicros) {
        if (text == null || isTooLong(text)) {
            return false;
        }
        items.update(text);
        return true;
    }

    @Override
    byte[] bytes() {
        return items.toByteArray(TEXTS);
    }

    static Approximation.TopEstimates read(Sketch sketch) {
        SketchLibrary.ready();
        Map<String, Long> counters = new HashMap<>();
        long error = 0;
        for (byte[] part : sketch.parts()) {
            ItemsSketch<String> items = instance(part);
            error += items.getMaximumError();
            for (ItemsSketch.Row<String> row : items.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES)) {
                counters.merge(row.getItem(), row.getLowerBound(), Long::sum);
            }
        }
        long largestError = error;
        List<Approximation.TopEstimates.Item> all = counters.entrySet().stream()
                .map(entry -> new Approximation.TopEstimates.Item(
                        entry.getKey(),
                        entry.getValue() + largestError,
                        entry.getValue(),
                        entry.getValue() + largestError))
                .sorted(ORDER)
                .limit(SketchKind.MOST_TOP)
                .toList();
        return new Approximation.TopEstimates(sketch.n(), error, all);
    }

    private static ItemsSketch<String> instance(byte[] bytes) {
        return ItemsSketch.getInstance(Memory.wrap(bytes), TEXTS);
    }

    private static boolean isTooLong(String text) {
        // A char is at most three bytes, so short texts need no encoding.
        return text.length() * 3 > SketchKind.LONGEST_TEXT_BYTES
                && text.getBytes(StandardCharsets.UTF_8).length > SketchKind.LONGEST_TEXT_BYTES;
    }
}

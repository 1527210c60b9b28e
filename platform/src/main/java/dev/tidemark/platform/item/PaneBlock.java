package dev.tidemark.platform.item;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * The partition that a pane lies in, beside its view: a stretch of time that holds the starts of {@value #WINDOWS} windows or
 * a few more, and the bucket of the key's hash. Stretches are aligned to the epoch. So one key's panes of a thousand windows
 * lie in sixteen or seventeen partitions, whatever other keys there are.
 *
 * @param startMillis of the stretch of time, inclusive
 * @param bucket of the key's hash among the view's buckets, from 0
 */
public record PaneBlock(long startMillis, int bucket) {

    /** How many windows start in a block; of calendar windows, whose lengths differ, up to one more. */
    public static final int WINDOWS = 64;

    /**
     * The block of a key's panes.
     *
     * @param windowStartMillis of the window; of a session view start of the bucket of time
     */
    public static PaneBlock of(View view, long windowStartMillis, String key) {
        return new PaneBlock(startOf(view, windowStartMillis), bucketOf(key, view.buckets()));
    }

    /** Start of the block that holds this start of a window. */
    static long startOf(View view, long windowStartMillis) {
        long length = lengthMillis(view);
        return Math.floorDiv(windowStartMillis, length) * length;
    }

    /** End of the block that holds this start of a window, exclusive: so far whoever reads that window reads on for nothing. */
    public static long endOf(View view, long windowStartMillis) {
        return startOf(view, windowStartMillis) + lengthMillis(view);
    }

    /** How much time a view's blocks take, in milliseconds. */
    static long lengthMillis(View view) {
        return WINDOWS * step(view.window()).toMillis();
    }

    /** The distance of two windows' starts; of calendar windows the shortest. */
    private static Duration step(WindowSpec window) {
        if (window instanceof WindowSpec.Fixed fixed) {
            return fixed.size();
        }
        if (window instanceof WindowSpec.Sliding sliding) {
            return sliding.every();
        }
        if (window instanceof WindowSpec.Session session) {
            return session.gap();
        }
        return switch (((WindowSpec.Calendar) window).unit()) {
            case DAY -> Duration.ofDays(1);
            case WEEK -> Duration.ofDays(7);
            case MONTH -> Duration.ofDays(28);
        };
    }

    /** The bucket of a key among so many: CRC-32 of its UTF-8 bytes, modulo the number. */
    static int bucketOf(String key, int buckets) {
        if (buckets == 1) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % buckets);
    }

    /** The partition key of a view's panes in this block. */
    String partition(String viewId) {
        return WindowItem.partitionPrefix(viewId) + IsoInstant.format(startMillis) + "#" + bucket;
    }
}

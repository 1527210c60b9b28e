package dev.tidemark.domain.aggregate;

import java.util.Set;
import org.apache.datasketches.memory.Memory;

/**
 * Apache DataSketches before its first use. Its memory library compares {@code java.version} with a list that ends at 21,
 * and refuses all others, although it needs nothing that a later Java lacks; deployed functions run on Java 25. It looks
 * once, as it is loaded; so it is loaded here, and on a Java that it has not heard of, as if on 21. The releases that know
 * Java 25 do not run on 17 (docs/adr: approximate aggregates).
 */
final class SketchLibrary {

    private static final String VERSION = "java.version";
    private static final Set<Integer> KNOWN = Set.of(17, 21);

    static {
        load();
    }

    private SketchLibrary() {}

    /** Does nothing itself: whoever calls it has had this class initialised, which loads the library. */
    static void ready() {}

    private static void load() {
        String version = System.getProperty(VERSION, "");
        if (KNOWN.contains(Runtime.version().feature())) {
            Memory.wrap(new byte[1]);
            return;
        }
        System.setProperty(VERSION, "21");
        try {
            Memory.wrap(new byte[1]);
        } finally {
            System.setProperty(VERSION, version);
        }
    }
}

package dev.tidemark.local.runtime;

import java.nio.file.Path;

/** What the build has made by the time that tests run. */
public final class Built {

    public static final RuntimeParts PARTS = new RuntimeParts(Path.of(System.getProperty("local.runtime.module", "")));

    private Built() {}
}

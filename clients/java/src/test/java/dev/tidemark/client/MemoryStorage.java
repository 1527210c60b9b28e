package dev.tidemark.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A storage that survives its process, which dies or whose disk fails at a chosen call. */
final class MemoryStorage implements Storage {

    /** The process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What happens at a call. */
    enum Fate {
        WELL,
        KILLED_BEFORE,
        KILLED_AFTER,
        FAILS_BEFORE,
        FAILS_AFTER
    }

    /** Decides over a call by its number. */
    interface Fates {
        Fate of(long call);
    }

    final Map<String, String> texts = new TreeMap<>();
    Fates fates = call -> Fate.WELL;
    long calls;
    private boolean dead;

    /** A new process finds what the old one left. */
    void restart() {
        dead = false;
    }

    private void call(Runnable effect) throws IOException {
        if (dead) {
            throw new Killed();
        }
        Fate fate = fates.of(calls++);
        if (fate == Fate.WELL || fate == Fate.KILLED_AFTER || fate == Fate.FAILS_AFTER) {
            effect.run();
        }
        if (fate == Fate.KILLED_BEFORE || fate == Fate.KILLED_AFTER) {
            dead = true;
            throw new Killed();
        }
        if (fate != Fate.WELL) {
            throw new IOException("the disk says no");
        }
    }

    @Override
    public List<String> names() throws IOException {
        call(() -> {});
        return new ArrayList<>(texts.keySet());
    }

    @Override
    public @Nullable String read(String name) throws IOException {
        call(() -> {});
        return texts.get(name);
    }

    @Override
    public void write(String name, String text) throws IOException {
        call(() -> texts.put(name, text));
    }

    @Override
    public void delete(String name) throws IOException {
        call(() -> texts.remove(name));
    }
}

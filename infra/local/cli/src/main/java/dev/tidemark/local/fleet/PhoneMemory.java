package dev.tidemark.local.fleet;

import dev.tidemark.client.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The storage of a phone that is never switched off. */
final class PhoneMemory implements Storage {

    private final Map<String, String> texts = new HashMap<>();

    @Override
    public List<String> names() {
        return new ArrayList<>(texts.keySet());
    }

    @Override
    public @Nullable String read(String name) {
        return texts.get(name);
    }

    @Override
    public void write(String name, String text) {
        texts.put(name, text);
    }

    @Override
    public void delete(String name) {
        texts.remove(name);
    }
}

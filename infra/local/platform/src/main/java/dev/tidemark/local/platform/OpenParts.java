package dev.tidemark.local.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What has been opened, to be closed in the opposite order; a part that cannot be closed keeps no other open. */
final class OpenParts implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Consumer<String> problems;

    OpenParts(Consumer<String> problems) {
        this.problems = problems;
    }

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                problems.accept("while stopping: " + e);
            }
        }
    }
}

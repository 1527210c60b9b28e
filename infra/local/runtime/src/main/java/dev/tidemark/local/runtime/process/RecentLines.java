package dev.tidemark.local.runtime.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last {@value #LINES} lines that a process printed, each cut at {@value #LENGTH} bytes. Thread-safe. */
final class RecentLines {

    static final int LINES = 20;
    static final int LENGTH = 2_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final byte[] line = new byte[LENGTH];
    private int length;

    synchronized void accept(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                lines.addLast(new String(line, 0, length, StandardCharsets.UTF_8).strip());
                length = 0;
                if (lines.size() > LINES) {
                    lines.removeFirst();
                }
            } else if (length < LENGTH) {
                line[length++] = bytes[i];
            }
        }
        notifyAll();
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** What follows the prefix in the first recent line that starts with it. */
    synchronized Optional<String> after(String prefix) {
        return lines.stream()
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()))
                .findFirst();
    }

    synchronized void await(long millis) throws InterruptedException {
        wait(millis);
    }
}

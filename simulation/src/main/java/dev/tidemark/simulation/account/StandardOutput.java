package dev.tidemark.simulation.account;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Standard output of the functions. They print their metrics there, and the service reads them line by line; in one JVM, each
 * thread that runs a function has a reader of its own, and everybody else prints where they did.
 */
final class StandardOutput {

    private static final ThreadLocal<@Nullable Consumer<String>> READER = new ThreadLocal<>();
    private static boolean installed;

    private StandardOutput() {}

    /** Runs something, and gives each line that it prints to the reader. */
    static <T> @Nullable T read(Consumer<String> lines, Work<T> work) throws Exception {
        install();
        Consumer<String> before = READER.get();
        READER.set(lines);
        try {
            return work.run();
        } finally {
            READER.set(before);
        }
    }

    /** What prints. */
    @FunctionalInterface
    interface Work<T> {
        @Nullable
        T run() throws Exception;
    }

    private static synchronized void install() {
        if (!installed) {
            PrintStream everybodyElse = System.out;
            System.setOut(new PrintStream(new LineStream(everybodyElse), true, StandardCharsets.UTF_8));
            installed = true;
        }
    }

    private static final class LineStream extends OutputStream {
        private final PrintStream everybodyElse;
        private final ThreadLocal<ByteArrayOutputStream> line = ThreadLocal.withInitial(ByteArrayOutputStream::new);

        LineStream(PrintStream everybodyElse) {
            this.everybodyElse = everybodyElse;
        }

        @Override
        public void write(int b) {
            Consumer<String> reader = READER.get();
            if (reader == null) {
                everybodyElse.write(b);
            } else if (b == '\n') {
                String text = line.get().toString(StandardCharsets.UTF_8);
                line.get().reset();
                reader.accept(text);
            } else {
                line.get().write(b);
            }
        }

        @Override
        public void flush() {
            if (READER.get() == null) {
                everybodyElse.flush();
            }
        }
    }
}

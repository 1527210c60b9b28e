package dev.tidemark.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An input that says, by ending, that whoever held its other end is gone, however it ended. */
final class Watched {

    private Watched() {}

    /** Does this, on a thread of its own, when the input ends. */
    static void input(InputStream input, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try (input) {
                        input.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // An input that cannot be read has ended, too.
                    }
                    end.run();
                },
                "batch-input");
        thread.setDaemon(true);
        thread.start();
    }
}

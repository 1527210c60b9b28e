package dev.tidemark.local.runtime.emulator;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The Node that is on the search path. */
final class Node {

    static final String COMMAND = "node";
    private static final int OLDEST = 20;

    private Node() {}

    /**
     * Checks that there is a Node and that it is new enough.
     *
     * @throws LocalRuntimeException if not
     */
    static void require() {
        String version = version();
        int major;
        try {
            major = Integer.parseInt(version.replaceFirst("^v", "").replaceFirst("\\..*$", ""));
        } catch (NumberFormatException e) {
            throw new LocalRuntimeException(
                    RuntimeProblem.NODE, "'node --version' answered '" + version + "'" + WANTED, e);
        }
        if (major < OLDEST) {
            throw new LocalRuntimeException(RuntimeProblem.NODE, "Node is too old: " + version + WANTED);
        }
    }

    private static final String WANTED =
            ". The Kinesis emulator needs Node " + OLDEST + " or later on the search path: https://nodejs.org";

    private static String version() {
        try {
            Process process = new ProcessBuilder(COMMAND, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LocalRuntimeException(RuntimeProblem.NODE, "'node --version' does not answer" + WANTED);
            }
            return answer;
        } catch (IOException e) {
            throw new LocalRuntimeException(RuntimeProblem.NODE, "Node is missing" + WANTED, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalRuntimeException(RuntimeProblem.NODE, "interrupted while asking Node for its version", e);
        }
    }
}

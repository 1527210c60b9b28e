package dev.tidemark.ingest.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The scripts that use the vendors' own SDKs, and what they need from npm. */
public final class NodeScripts {

    static final Path DIRECTORY = Path.of("src", "test", "node");

    /** npm writes it last of all. */
    private static final Path INSTALLED = DIRECTORY.resolve("node_modules/.package-lock.json");

    private static final Path WANTED = DIRECTORY.resolve("package-lock.json");

    private NodeScripts() {}

    /** Installs what the lock file names, if it is not there or another. */
    public static void install() throws IOException, InterruptedException {
        if (!Files.exists(INSTALLED)
                || Files.getLastModifiedTime(INSTALLED).compareTo(Files.getLastModifiedTime(WANTED)) < 0) {
            int exit = run(List.of(
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--prefer-offline",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error"));
            if (exit != 0) {
                throw new AssertionError("npm ci in " + DIRECTORY.toAbsolutePath() + " ends with " + exit);
            }
        }
    }

    /** Runs a script to its end, and gives its exit code. */
    public static int node(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(4, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        return process.exitValue();
    }
}

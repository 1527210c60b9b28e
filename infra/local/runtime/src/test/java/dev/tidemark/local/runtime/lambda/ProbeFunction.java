package dev.tidemark.local.runtime.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/** Runs in a child JVM and does what its event, a JSON string, says. It sees the JDK and the Lambda interfaces only. */
public final class ProbeFunction implements RequestStreamHandler {

    private static int invocations;

    public ProbeFunction() {
        if (System.getenv("FAIL_AT_START") != null) {
            throw new IllegalStateException("told to fail at the start");
        }
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        invocations++;
        String event = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
        String[] words = event.split(" ", 2);
        String argument = words.length > 1 ? words[1] : "";
        String answer =
                switch (words[0]) {
                    case "echo" -> argument;
                    case "count" -> Integer.toString(invocations);
                    case "pid" -> Long.toString(ProcessHandle.current().pid());
                    case "env" -> String.valueOf(System.getenv(argument));
                    case "directory" -> System.getProperty("user.dir");
                    case "file" -> Files.readString(Path.of(argument));
                    case "resources" -> Integer.toString(resources(argument));
                    case "remaining" -> Boolean.toString(context.getRemainingTimeInMillis() > 0);
                    case "sleep" -> sleep(Long.parseLong(argument));
                    case "throw" -> throw new IllegalArgumentException(argument);
                    case "exit" -> exit();
                    case "repeat" -> "x".repeat(Integer.parseInt(argument));
                    case "print" -> print(argument);
                    default -> "?";
                };
        out.write(("\"" + answer + "\"").getBytes(StandardCharsets.UTF_8));
    }

    /** How often a function finds a resource of its own. */
    private static int resources(String name) throws IOException {
        return Collections.list(Thread.currentThread().getContextClassLoader().getResources(name))
                .size();
    }

    private static String sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "slept";
    }

    private static String exit() {
        Runtime.getRuntime().halt(3);
        return "";
    }

    private static String print(String text) {
        System.out.println(text);
        return "printed";
    }
}

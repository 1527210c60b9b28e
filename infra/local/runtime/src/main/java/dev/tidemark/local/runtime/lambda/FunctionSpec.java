package dev.tidemark.local.runtime.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function, as it would be deployed.
 *
 * @param name its name, 1 to 64 letters, digits, {@code -} and {@code _}
 * @param zip the packaged function
 * @param handler {@code package.Class::method}
 * @param memoryMegabytes its memory; four fifths of it are the heap
 * @param timeout how long an invocation may take
 * @param maxConcurrency how many instances there may be, at least 1
 * @param maxQueued how many invocations may wait for an instance; more are throttled
 * @param environment its variables
 * @param jvmFlags flags of its JVM, after the platform's own
 */
public record FunctionSpec(
        String name,
        Path zip,
        String handler,
        int memoryMegabytes,
        Duration timeout,
        int maxConcurrency,
        int maxQueued,
        Map<String, String> environment,
        List<String> jvmFlags) {

    public FunctionSpec {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("name: 1 to 64 letters, digits, - and _: '" + name + "'");
        }
        if (memoryMegabytes < 128 || memoryMegabytes > 10_240) {
            throw new IllegalArgumentException("128 <= memoryMegabytes <= 10240: " + memoryMegabytes);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(15)) > 0) {
            throw new IllegalArgumentException("0 < timeout <= PT15M: " + timeout);
        }
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency >= 1: " + maxConcurrency);
        }
        if (maxQueued < 0) {
            throw new IllegalArgumentException("maxQueued >= 0: " + maxQueued);
        }
        environment = Map.copyOf(environment);
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** A function of 1,024 MB, 30 seconds, one instance, 1,000 waiting invocations, and no variables. */
    public static FunctionSpec of(String name, Path zip, String handler) {
        return new FunctionSpec(
                name,
                zip,
                handler,
                1_024,
                Duration.ofSeconds(30),
                1,
                1_000,
                Map.of(),
                List.of("-XX:TieredStopAtLevel=1"));
    }

    public FunctionSpec withZip(Path other) {
        return new FunctionSpec(
                name, other, handler, memoryMegabytes, timeout, maxConcurrency, maxQueued, environment, jvmFlags);
    }

    public FunctionSpec withMemory(int megabytes) {
        return new FunctionSpec(
                name, zip, handler, megabytes, timeout, maxConcurrency, maxQueued, environment, jvmFlags);
    }

    public FunctionSpec withTimeout(Duration atMost) {
        return new FunctionSpec(
                name, zip, handler, memoryMegabytes, atMost, maxConcurrency, maxQueued, environment, jvmFlags);
    }

    public FunctionSpec withMaxConcurrency(int instances) {
        return new FunctionSpec(
                name, zip, handler, memoryMegabytes, timeout, instances, maxQueued, environment, jvmFlags);
    }

    public FunctionSpec withMaxQueued(int invocations) {
        return new FunctionSpec(
                name, zip, handler, memoryMegabytes, timeout, maxConcurrency, invocations, environment, jvmFlags);
    }

    public FunctionSpec withEnvironment(Map<String, String> variables) {
        return new FunctionSpec(
                name, zip, handler, memoryMegabytes, timeout, maxConcurrency, maxQueued, variables, jvmFlags);
    }

    public FunctionSpec withJvmFlags(String... flags) {
        return new FunctionSpec(
                name, zip, handler, memoryMegabytes, timeout, maxConcurrency, maxQueued, environment, List.of(flags));
    }

    /** The ARN of the function in an account of this machine. */
    public String arn() {
        return "arn:aws:lambda:us-east-1:000000000000:function:" + name;
    }
}

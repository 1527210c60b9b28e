package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import dev.tidemark.local.runtime.RuntimeParts;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.PlatformFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where what the build makes is found: the functions' packages and the parts of the local runtime.
 *
 * @param root the checkout's root directory, or a directory that has what the build makes in the same places
 */
public record Checkout(Path root) {

    /** System property that names the checkout's root. */
    public static final String PROPERTY = "tidemark.home";

    /** System property that names the directory in which functions are unpacked. */
    public static final String CACHE = "tidemark.cache";

    private static final Path RUNTIME = Path.of("infra", "local", "runtime");

    /**
     * The checkout that the system property {@value #PROPERTY} names, or else the one around the working directory.
     *
     * @throws LocalRuntimeException if there is none
     */
    public static Checkout find() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new Checkout(Path.of(property).toAbsolutePath().normalize());
        }
        Path directory = Path.of("").toAbsolutePath();
        for (Path at = directory; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(RUNTIME).resolve("pom.xml"))) {
                return new Checkout(at);
            }
        }
        throw new LocalRuntimeException(
                RuntimeProblem.NOT_BUILT,
                "no checkout of Tidemark around " + directory + ". Run from inside it, or set -D" + PROPERTY);
    }

    /** The parts of the local runtime. */
    public RuntimeParts runtime() {
        return new RuntimeParts(root.resolve(RUNTIME));
    }

    /** Where a function's package is, once it is built. */
    public Path zip(PlatformFunction function) {
        return root.resolve(function.zip());
    }

    /** The views file of a data directory that is made without naming one. */
    public Path views() {
        Path file = root.resolve("views.yaml");
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /**
     * Where functions are unpacked, for every platform of the checkout: the directory that the system property
     * {@value #CACHE} names, or else one in the checkout, outside of what a clean build removes.
     */
    Path functionCache() {
        String property = System.getProperty(CACHE);
        return property != null ? Path.of(property) : root.resolve(".tidemark/functions");
    }

    /**
     * Emulators without a platform, as tests of one part want them.
     *
     * @param dataDirectory what they keep; created when missing
     * @throws LocalRuntimeException if something that they need is missing, or one of them does not start
     */
    public Emulators emulators(Path dataDirectory, Set<Emulator> which) {
        return Emulators.start(runtime(), dataDirectory, which);
    }
}

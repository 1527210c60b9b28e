package dev.tidemark.local.emulator;

import dev.tidemark.local.LocalPlatformException;
import dev.tidemark.local.LocalPlatformException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this module's own built parts are: the emulators' jars, the Node folder, the runtime interface client.
 *
 * @param root the checkout's root directory
 */
public record Checkout(Path root) {

    /** System property that names the checkout's root. */
    public static final String PROPERTY = "tidemark.home";

    private static final Path MODULE = Path.of("infra", "local", "runtime");

    /**
     * The checkout that the system property {@value #PROPERTY} names, or else the one around the working directory.
     *
     * @throws LocalPlatformException if there is none
     */
    public static Checkout find() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new Checkout(Path.of(property).toAbsolutePath().normalize());
        }
        Path directory = Path.of("").toAbsolutePath();
        for (Path at = directory; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(MODULE).resolve("pom.xml"))) {
                return new Checkout(at);
            }
        }
        throw new LocalPlatformException(
                Problem.NOT_BUILT,
                "no checkout of Tidemark around " + directory + ". Run from inside it, or set -D" + PROPERTY);
    }

    /** The jars of DynamoDB Local and S3Proxy. */
    Path storeJars() {
        return built("target/emulators");
    }

    /** The Node folder with the Kinesis emulator. */
    Path kinesis() {
        built("kinesis/node_modules");
        return module().resolve("kinesis");
    }

    /** The jars of AWS's runtime interface client, and no others. */
    public Path runtimeInterfaceClient() {
        return built("target/runtime-interface-client");
    }

    private Path module() {
        return root.resolve(MODULE);
    }

    private Path built(String part) {
        Path path = module().resolve(part);
        if (!Files.isDirectory(path)) {
            throw new LocalPlatformException(
                    Problem.NOT_BUILT,
                    path + " is missing. Build it: mvn -f " + module() + "/pom.xml process-resources");
        }
        return path;
    }
}

package dev.tidemark.local.runtime;

import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build of this module leaves for the processes that it starts: the stores' jars, the Kinesis emulator for Node, the
 * runtime interface client. They are on nobody's class path.
 *
 * @param module this module's directory, or a copy of it
 */
public record RuntimeParts(Path module) {

    /** What the build makes, below the module's directory; a copy needs these and no others. */
    private static final String STORES = "target/emulators";

    private static final String KINESIS = "kinesis";
    private static final String CLIENT = "target/runtime-interface-client";

    public RuntimeParts {
        module = module.toAbsolutePath().normalize();
    }

    /** The jars of DynamoDB Local and S3Proxy. */
    public Path storeJars() {
        return built(STORES);
    }

    /** The Node folder with the Kinesis emulator. */
    public Path kinesis() {
        built(KINESIS + "/node_modules");
        return module.resolve(KINESIS);
    }

    /** The jars of AWS's runtime interface client, and no others. */
    public Path runtimeInterfaceClient() {
        return built(CLIENT);
    }

    private Path built(String part) {
        Path path = module.resolve(part);
        if (!Files.isDirectory(path)) {
            throw new LocalRuntimeException(
                    RuntimeProblem.NOT_BUILT,
                    path + " is missing. Build it: mvn -f " + module.resolve("pom.xml") + " process-resources");
        }
        return path;
    }
}

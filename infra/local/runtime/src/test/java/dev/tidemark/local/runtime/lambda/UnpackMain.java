package dev.tidemark.local.runtime.lambda;

import java.nio.file.Path;

/** Another process: unpacks the probe, prints where, and holds it until its input ends. */
final class UnpackMain {

    private UnpackMain() {}

    /** Arguments: the cache, the package, the directory of the runtime interface client. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        FunctionCache cache =
                new FunctionCache(directory, directory.resolveSibling("own"), RuntimeClient.in(Path.of(arguments[2])));
        System.out.println(cache.unpacked(FunctionSpec.of("probe", Path.of(arguments[1]), "A::b"))
                .task());
        while (System.in.read() >= 0) {
            // Nobody writes.
        }
    }
}

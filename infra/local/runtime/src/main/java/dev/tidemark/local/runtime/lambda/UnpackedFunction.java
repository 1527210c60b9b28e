package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.process.ClassArchive;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A function as instances run it: what {@link Unpacking} has made of its package and the runtime interface client.
 *
 * @param task what the package holds: an instance's working directory
 * @param library the client's native part
 * @param classPath all that an instance loads, jars alone: its first class, the client, the function's own classes, and its
 *     libraries by name, as the client would load them from the working directory
 * @param archive the classes that instances load
 */
record UnpackedFunction(Path task, Path library, String classPath, ClassArchive archive) {

    static final String BOOTSTRAP = "bootstrap.jar";
    static final String CLIENT = "client";
    static final String LIBRARY = "libaws-lambda-jni.so";
    static final String CLASSES = "function.jar";
    static final String TASK = "task";

    /** The one in a directory. */
    static UnpackedFunction in(Path directory) throws IOException {
        Path task = directory.resolve(TASK);
        List<Path> classPath = new ArrayList<>();
        classPath.add(directory.resolve(BOOTSTRAP));
        classPath.addAll(jars(directory.resolve(CLIENT)));
        classPath.add(directory.resolve(CLASSES));
        classPath.addAll(jars(task.resolve("lib")));
        return new UnpackedFunction(
                task,
                directory.resolve(LIBRARY),
                String.join(
                        File.pathSeparator,
                        classPath.stream().map(Path::toString).toList()),
                new ClassArchive(directory, "classes"));
    }

    private static List<Path> jars(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.jar")) {
                all.forEach(jars::add);
            }
        }
        Collections.sort(jars);
        return jars;
    }
}

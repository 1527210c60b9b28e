package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.LocalRuntimeException.RuntimeProblem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * AWS's runtime interface client.
 *
 * @param jars its jars, by name
 * @param main the one with its native part
 * @param libraryEntry where that has the native part for this machine
 */
record RuntimeClient(List<Path> jars, Path main, String libraryEntry) {

    /**
     * The client loads the library that this system property names. Left alone, each start of an instance would unpack it to
     * the same file in {@code /tmp}, and an instance that loads it while another is writing it dies.
     */
    static final String LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /**
     * The client in a directory that holds its jars and no others.
     *
     * @throws LocalRuntimeException if it is not there, or this is a platform that it does not run on
     */
    static RuntimeClient in(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.jar")) {
            all.forEach(jars::add);
        }
        Collections.sort(jars);
        for (Path jar : jars) {
            if (jar.getFileName().toString().contains("runtime-interface-client")) {
                return new RuntimeClient(jars, jar, "jni/libaws-lambda-jni." + platform() + ".so");
            }
        }
        throw new LocalRuntimeException(
                RuntimeProblem.NOT_BUILT, "no runtime interface client in " + directory + ". Build it: mvn package");
    }

    /** Unpacks the native part to a file that does not exist yet. */
    void unpackLibrary(Path file) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(main)) {
            Files.copy(zip.getPath(libraryEntry), file);
        }
    }

    private static String platform() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!system.contains("linux")) {
            throw new LocalRuntimeException(
                    RuntimeProblem.PLATFORM,
                    "AWS's runtime interface client runs on Linux only, and this is " + system);
        }
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        try (DirectoryStream<Path> musl = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            boolean glibc = Files.exists(Path.of("/lib64")) || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
            return (musl.iterator().hasNext() && !glibc ? "linux_musl-" : "linux-") + machine;
        }
    }
}

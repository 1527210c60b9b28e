package dev.tidemark.local.lambda;

import dev.tidemark.local.LocalPlatformException;
import dev.tidemark.local.LocalPlatformException.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * AWS's runtime interface client as instances run it.
 *
 * @param jars directory of its jars, and no others
 * @param library its native part, unpacked. Left alone, each start of an instance would unpack it to the same file in
 *     {@code /tmp}, and an instance that loads it while another is writing it dies
 */
record RuntimeClient(Path jars, Path library) {

    /** The client loads the library that this system property names. */
    static final String LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /**
     * Unpacks the native part into a directory.
     *
     * @throws LocalPlatformException on a platform that the client does not run on
     */
    static RuntimeClient prepare(Path jars, Path directory) throws IOException {
        Path library = directory.resolve("libaws-lambda-jni.so");
        String entry = "jni/libaws-lambda-jni." + platform() + ".so";
        try (DirectoryStream<Path> clients = Files.newDirectoryStream(jars, "*runtime-interface-client*.jar")) {
            for (Path jar : clients) {
                try (FileSystem zip = FileSystems.newFileSystem(jar)) {
                    Files.copy(zip.getPath(entry), library, StandardCopyOption.REPLACE_EXISTING);
                    return new RuntimeClient(jars, library);
                }
            }
        }
        throw new LocalPlatformException(
                Problem.NOT_BUILT, "no runtime interface client in " + jars + ". Build it: mvn package");
    }

    private static String platform() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!system.contains("linux")) {
            throw new LocalPlatformException(
                    Problem.PLATFORM, "AWS's runtime interface client runs on Linux only, and this is " + system);
        }
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        try (DirectoryStream<Path> musl = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
            boolean glibc = Files.exists(Path.of("/lib64")) || Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
            return (musl.iterator().hasNext() && !glibc ? "linux_musl-" : "linux-") + machine;
        }
    }
}

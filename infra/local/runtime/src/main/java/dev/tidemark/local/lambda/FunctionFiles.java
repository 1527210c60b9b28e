package dev.tidemark.local.lambda;

import dev.tidemark.local.LocalPlatformException;
import dev.tidemark.local.LocalPlatformException.Problem;
import dev.tidemark.local.process.ParentWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files that instances run from: unzipped functions, and the first class of their JVMs. */
final class FunctionFiles {

    private final Path directory;

    FunctionFiles(Path directory) {
        this.directory = directory;
    }

    /** A class path entry with the first class of an instance and what it needs, and nothing else. */
    Path bootstrap() throws IOException {
        Path classes = directory.resolve("bootstrap");
        for (Class<?> type : new Class<?>[] {InstanceMain.class, ParentWatch.class}) {
            String file = type.getName().replace('.', '/') + ".class";
            Path target = classes.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
                if (in == null) {
                    throw new IOException("no class file of " + type);
                }
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return classes;
    }

    /**
     * Unzips a version of a function into a folder of its own.
     *
     * @param version 1 for the first
     * @throws LocalPlatformException if there is no such zip
     */
    Path unzip(FunctionSpec function, int version) throws IOException {
        String folder = version == 1 ? function.name() : function.name() + "." + version;
        Path target = Files.createDirectories(directory.resolve(folder));
        try (InputStream file = Files.newInputStream(function.zip());
                ZipInputStream zip = new ZipInputStream(file)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(function.zip() + " has an entry outside of itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip, path, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (NoSuchFileException e) {
            throw new LocalPlatformException(
                    Problem.NOT_BUILT,
                    "the package of function " + function.name() + " is missing: " + function.zip()
                            + ". Build it: mvn package",
                    e);
        }
        return target;
    }
}

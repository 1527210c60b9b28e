package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.process.ParentWatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes an {@link UnpackedFunction} of a package. It depends on nothing but the bytes that its {@link #key} is the hash of.
 *
 * @param zip the package
 * @param client the runtime interface client
 * @param bootstrap class files by path: an instance's first class and what it needs, and nothing else
 */
record Unpacking(byte[] zip, RuntimeClient client, Map<String, byte[]> bootstrap) {

    /** To be counted up when the same bytes are unpacked in another way. */
    private static final String LAYOUT = "1";

    private static final List<Class<?>> BOOTSTRAP_CLASSES =
            List.of(InstanceMain.class, HiddenDirectory.class, ParentWatch.class);

    static Unpacking of(Path zip, RuntimeClient client) throws IOException {
        Map<String, byte[]> bootstrap = new TreeMap<>();
        for (Class<?> type : BOOTSTRAP_CLASSES) {
            String file = type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
                if (in == null) {
                    throw new IOException("no class file of " + type);
                }
                bootstrap.put(file, in.readAllBytes());
            }
        }
        return new Unpacking(Files.readAllBytes(zip), client, bootstrap);
    }

    /** What is unpacked, in 32 hex digits: the beginning of a SHA-256. */
    String key() throws IOException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            add(hash, "layout", LAYOUT.getBytes(StandardCharsets.UTF_8));
            add(hash, "zip", zip);
            for (Path jar : client.jars()) {
                add(hash, jar.getFileName().toString(), Files.readAllBytes(jar));
            }
            add(hash, client.libraryEntry(), new byte[0]);
            bootstrap.forEach((file, bytes) -> add(hash, file, bytes));
            return HexFormat.of().formatHex(hash.digest()).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest hash, String name, byte[] bytes) {
        hash.update((name + ":" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        hash.update(bytes);
    }

    /** Unpacks into a directory that is empty. */
    void into(Path directory) throws IOException {
        writeJar(directory.resolve(UnpackedFunction.BOOTSTRAP), bootstrap);
        Path jars = Files.createDirectory(directory.resolve(UnpackedFunction.CLIENT));
        for (Path jar : client.jars()) {
            Files.copy(jar, jars.resolve(jar.getFileName()));
        }
        client.unpackLibrary(directory.resolve(UnpackedFunction.LIBRARY));
        Path task = Files.createDirectory(directory.resolve(UnpackedFunction.TASK));
        unzip(task);
        writeJar(directory.resolve(UnpackedFunction.CLASSES), ownClasses(task));
    }

    private void unzip(Path target) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            ZipEntry entry;
            while ((entry = in.getNextEntry()) != null) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry outside of the package: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /**
     * All but the libraries, by path; a directory's ends with a slash. What makes a jar more than a directory of classes is
     * left out of it: other jars that its manifest names, variants for other Javas, signatures.
     */
    private static Map<String, byte[]> ownClasses(Path task) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(task)) {
            for (Path path : (Iterable<Path>) all.skip(1)::iterator) {
                String name = task.relativize(path).toString().replace('\\', '/');
                if (Files.isDirectory(path)) {
                    files.put(name + "/", new byte[0]);
                } else if (name.equals(JarFile.MANIFEST_NAME)) {
                    files.put(name, plain(Files.readAllBytes(path)));
                } else if (!name.matches("lib/[^/]*\\.jar|META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }

    private static byte[] plain(byte[] manifest) throws IOException {
        Manifest plain = new Manifest(new ByteArrayInputStream(manifest));
        plain.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
        plain.getMainAttributes().remove(Attributes.Name.MULTI_RELEASE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        plain.write(out);
        return out.toByteArray();
    }

    /** Without compression, which costs a reader time at each start. */
    private static void writeJar(Path jar, Map<String, byte[]> files) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                CRC32 checksum = new CRC32();
                checksum.update(file.getValue());
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                entry.setCrc(checksum.getValue());
                out.putNextEntry(entry);
                out.write(file.getValue());
                out.closeEntry();
            }
        }
    }
}

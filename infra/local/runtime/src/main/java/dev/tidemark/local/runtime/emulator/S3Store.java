package dev.tidemark.local.runtime.emulator;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3Proxy over a directory: a bucket is a folder, an object a file in it. */
final class S3Store {

    private final S3Proxy server;

    private S3Store(S3Proxy server) {
        this.server = server;
    }

    static S3Store start(Path directory) throws Exception {
        Files.createDirectories(directory);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        return new S3Store(server);
    }

    int port() {
        return server.getPort();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            // Every object is complete once its request was answered: there is nothing to save.
        }
    }
}

package dev.tidemark.window.store;

import dev.tidemark.window.archive.ArchiveStore;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The archive's objects in the bucket. */
public final class S3Archive implements ArchiveStore {

    private final S3Client s3;
    private final String bucket;

    public S3Archive(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public void put(String key, byte[] gzip) {
        s3.putObject(
                request -> request.bucket(bucket).key(key).contentType("application/gzip"),
                RequestBody.fromBytes(gzip));
    }
}

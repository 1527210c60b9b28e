package dev.tidemark.batch.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket in S3. */
public final class S3ObjectStore implements ObjectStore {

    /** Of one call. */
    private static final int MOST_DELETED = 1_000;

    private final S3Client s3;
    private final String bucket;

    public S3ObjectStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public List<String> list(String prefix) {
        return listed(request -> request.bucket(bucket).prefix(prefix), prefix);
    }

    @Override
    public List<String> list(String prefix, String after) {
        return listed(request -> request.bucket(bucket).prefix(prefix).startAfter(after), prefix);
    }

    private List<String> listed(Consumer<ListObjectsV2Request.Builder> request, String prefix) {
        try {
            return s3.listObjectsV2Paginator(request).contents().stream()
                    .map(S3Object::key)
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw failed("list", prefix, e);
        }
    }

    @Override
    public Optional<InputStream> open(String key) {
        try {
            return Optional.of(s3.getObject(object(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failed("get", key, e);
        }
    }

    @Override
    public void deleteAll(List<String> keys) {
        for (int from = 0; from < keys.size(); from += MOST_DELETED) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + MOST_DELETED));
            try {
                List<ObjectIdentifier> objects = some.stream()
                        .map(key -> ObjectIdentifier.builder().key(key).build())
                        .toList();
                List<S3Error> errors = s3.deleteObjects(request -> request.bucket(bucket)
                                .delete(delete -> delete.objects(objects).quiet(true)))
                        .errors();
                if (!errors.isEmpty()) {
                    throw new StoreException(
                            "cannot delete s3://" + bucket + "/" + errors.get(0).key() + ": "
                                    + errors.get(0).message(),
                            new IOException(errors.get(0).code()));
                }
            } catch (SdkException e) {
                throw failed("delete", some.get(0), e);
            }
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        try {
            return Optional.of(s3.getObjectAsBytes(object(key)).asByteArrayUnsafe());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failed("get", key, e);
        }
    }

    @Override
    public boolean fetch(String key, Path to) {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            s3.getObject(object(key), ResponseTransformer.toFile(part));
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException | IOException e) {
            throw failed("get", key, e);
        }
    }

    @Override
    public void put(String key, Path file) {
        try {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw failed("put", key, e);
        }
    }

    private GetObjectRequest object(String key) {
        return GetObjectRequest.builder().bucket(bucket).key(key).build();
    }

    private StoreException failed(String verb, String key, Exception cause) {
        return new StoreException("cannot " + verb + " s3://" + bucket + "/" + key + ": " + cause.getMessage(), cause);
    }
}

package dev.tidemark.simulation.s3;

import dev.tidemark.simulation.timeline.Gate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A client of an {@link S3Bucket}. */
public final class SimulatedS3 implements S3Client {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final S3Bucket bucket;
    private final Gate gate;
    private final IntSupplier pageKeys;

    /**
     * A client.
     *
     * @param gate the way to the service
     * @param pageKeys the most keys of the next page of a listing
     */
    public SimulatedS3(S3Bucket bucket, Gate gate, IntSupplier pageKeys) {
        this.bucket = bucket;
        this.gate = gate;
        this.pageKeys = pageKeys;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        expectBucket(request.bucket());
        if (request.ifNoneMatch() != null || request.ifMatch() != null) {
            throw new UnsupportedOperationException("conditional puts are not modelled");
        }
        byte[] bytes;
        try (InputStream content = body.contentStreamProvider().newStream()) {
            bytes = content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gate.call("s3", "PutObject", () -> {
            bucket.put(request.key(), bytes);
            bucket.traffic().add("PutObject", request.key(), 1, bytes.length);
            return PutObjectResponse.builder().build();
        });
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        expectBucket(request.bucket());
        byte[] bytes = gate.call("s3", "GetObject", () -> {
            byte[] all = require(request.key());
            byte[] part = request.range() == null ? all : part(all, request.range());
            bucket.traffic().add("GetObject", request.key(), 1, part.length);
            return part;
        });
        GetObjectResponse response =
                GetObjectResponse.builder().contentLength((long) bytes.length).build();
        try {
            return transformer.transform(response, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw SdkClientException.create("cannot take in " + request.key(), e);
        }
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        return getObject(request, ResponseTransformer.toInputStream());
    }

    private static byte[] part(byte[] all, String range) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw new UnsupportedOperationException("range " + range + " is not modelled");
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return Arrays.copyOfRange(all, Math.max(0, all.length - Integer.parseInt(to)), all.length);
        }
        int start = Integer.parseInt(from);
        int end = to.isEmpty() ? all.length : Math.min(all.length, Integer.parseInt(to) + 1);
        if (start >= all.length || start >= end) {
            throw new UnsupportedOperationException("range " + range + " of " + all.length + " bytes is not modelled");
        }
        return Arrays.copyOfRange(all, start, end);
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        expectBucket(request.bucket());
        return gate.call("s3", "HeadObject", () -> {
            byte[] bytes = require(request.key());
            bucket.traffic().add("HeadObject", request.key(), 1, 0);
            return HeadObjectResponse.builder()
                    .contentLength((long) bytes.length)
                    .lastModified(Instant.ofEpochMilli(bucket.writtenMillis(request.key())))
                    .build();
        });
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        expectBucket(request.bucket());
        if (request.delimiter() != null) {
            throw new UnsupportedOperationException("a listing with a delimiter is not modelled");
        }
        return gate.call("s3", "ListObjectsV2", () -> {
            String prefix = request.prefix() == null ? "" : request.prefix();
            String after = request.continuationToken() != null ? request.continuationToken() : request.startAfter();
            List<String> keys = bucket.keys(prefix, after == null ? "" : after);
            int most =
                    Math.max(1, Math.min(pageKeys.getAsInt(), request.maxKeys() == null ? 1_000 : request.maxKeys()));
            List<S3Object> page = new ArrayList<>();
            for (String key : keys.subList(0, Math.min(most, keys.size()))) {
                byte[] bytes = require(key);
                page.add(S3Object.builder()
                        .key(key)
                        .size((long) bytes.length)
                        .lastModified(Instant.ofEpochMilli(bucket.writtenMillis(key)))
                        .build());
            }
            bucket.traffic().add("ListObjectsV2", prefix, page.size(), 0);
            boolean more = keys.size() > page.size();
            return ListObjectsV2Response.builder()
                    .contents(page)
                    .isTruncated(more)
                    .nextContinuationToken(more ? page.get(page.size() - 1).key() : null)
                    .build();
        });
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        expectBucket(request.bucket());
        return gate.call("s3", "DeleteObject", () -> {
            bucket.delete(request.key());
            bucket.traffic().add("DeleteObject", request.key(), 1, 0);
            return DeleteObjectResponse.builder().build();
        });
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        expectBucket(request.bucket());
        return gate.call("s3", "DeleteObjects", () -> {
            for (ObjectIdentifier object : request.delete().objects()) {
                bucket.delete(object.key());
                bucket.traffic().add("DeleteObjects", object.key(), 1, 0);
            }
            return DeleteObjectsResponse.builder().build();
        });
    }

    private byte[] require(String key) {
        byte[] bytes = bucket.get(key);
        if (bytes == null) {
            throw NoSuchKeyException.builder()
                    .message("The specified key does not exist: " + key)
                    .statusCode(404)
                    .build();
        }
        return bytes;
    }

    private void expectBucket(@Nullable String name) {
        if (!bucket.name().equals(name)) {
            throw NoSuchBucketException.builder()
                    .message("no bucket " + name)
                    .statusCode(404)
                    .build();
        }
    }
}

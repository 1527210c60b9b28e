package dev.tidemark.batch.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The batch's own fingerprints: 64 bits of {@code md5(deviceId, 0x00, id)}, only ever compared with each other. A copy of the
 * rule and not the stream's code (ADR 7). Not thread-safe.
 */
public final class PrintOf {

    private final MessageDigest md5;

    public PrintOf() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** The digest's last eight bytes, the first of them the lowest. */
    public long of(String deviceId, String id) {
        md5.update(deviceId.getBytes(StandardCharsets.UTF_8));
        md5.update((byte) 0);
        byte[] digest = md5.digest(id.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }
}

package dev.tidemark.domain.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The identity of an event for de-duplication: the low 64 bits of {@code md5(deviceId, 0x00, id)}, both as UTF-8. "Low"
 * are the digest's last eight bytes, read big-endian: the last 16 characters of its hex form.
 *
 * <p>Not thread-safe: an instance carries a digest.
 */
public final class Fingerprint {

    private final MessageDigest md5;
    private String deviceId = "";
    private byte[] prefix = {0};

    public Fingerprint() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** The fingerprint of event {@code id} of {@code deviceId}. */
    public long of(String deviceId, String id) {
        if (!deviceId.equals(this.deviceId)) {
            byte[] device = deviceId.getBytes(StandardCharsets.UTF_8);
            prefix = Arrays.copyOf(device, device.length + 1);
            this.deviceId = deviceId;
        }
        md5.update(prefix);
        byte[] digest = md5.digest(id.getBytes(StandardCharsets.UTF_8));
        long low = 0;
        for (int i = 8; i < 16; i++) {
            low = low << 8 | (digest[i] & 0xff);
        }
        return low;
    }
}

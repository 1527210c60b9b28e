package dev.tidemark.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keys of callers, of which only hashes are known. */
public final class KeyHashes {

    private static final int LONGEST_KEY = 512;

    private final List<byte[]> hashes;

    private KeyHashes(List<byte[]> hashes) {
        this.hashes = hashes;
    }

    /**
     * The keys with these hashes.
     *
     * @param texts SHA-256 of each key, 64 lower-case hex digits
     * @throws IllegalArgumentException if one is no such text; it is not repeated in the message
     */
    public static KeyHashes of(List<String> texts) {
        List<byte[]> hashes = new ArrayList<>();
        for (String text : texts) {
            if (!text.strip().matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("the hash of a key is 64 lower-case hex digits, which one of "
                        + text.strip().length() + " characters is not");
            }
            hashes.add(HexFormat.of().parseHex(text.strip()));
        }
        return new KeyHashes(hashes);
    }

    /** The hash of a key, as {@link #of} takes it. */
    public static String hash(String key) {
        return HexFormat.of().formatHex(sha256(key));
    }

    /** Whether the key is one of them, in a time that does not tell which, nor how nearly. */
    public boolean accept(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return false;
        }
        byte[] hash = sha256(key);
        boolean accepted = false;
        for (byte[] known : hashes) {
            accepted |= MessageDigest.isEqual(known, hash);
        }
        return accepted;
    }

    /** Whether there is none: nobody is let in. */
    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

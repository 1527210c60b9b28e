package dev.tidemark.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    /** The digests come from {@code printf 'd-17\0e1' | md5sum}. */
    @ParameterizedTest(name = "md5({0}, 0, {1}) ends in {3}")
    @CsvSource({
        "d-17, e1, 6831615a71eb80abccecd2b43b4ef3a6, ccecd2b43b4ef3a6",
        "a, b, 70350f6027bce3713f6b76473084309b, 3f6b76473084309b",
        "자동차, é, ac42e0d6594f0e61853b880070e513ce, 853b880070e513ce",
        "d, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, b5c67ddd598132a132e6a0caf4c7ce32, 32e6a0caf4c7ce32"
    })
    void isTheLastSixteenHexDigitsOfTheDigest(String deviceId, String id, String digest, String low) {
        assertThat(digest).endsWith(low);
        assertThat(HexFormat.of().toHexDigits(new Fingerprint().of(deviceId, id)))
                .isEqualTo(low);
    }

    @Test
    void tellsTheDeviceFromTheId() {
        Fingerprint fingerprint = new Fingerprint();

        assertThat(fingerprint.of("ab", "c")).isNotEqualTo(fingerprint.of("a", "bc"));
        assertThat(fingerprint.of("", "a")).isNotEqualTo(fingerprint.of("a", ""));
    }

    @Property
    void agreesWithAnIndependentDigestInAnyOrderOfDevices(
            @ForAll String deviceA, @ForAll String deviceB, @ForAll String id) throws NoSuchAlgorithmException {
        Fingerprint fingerprint = new Fingerprint();

        for (String device : new String[] {deviceA, deviceB, deviceB, deviceA}) {
            assertThat(HexFormat.of().toHexDigits(fingerprint.of(device, id)))
                    .isEqualTo(hexDigest(device, id).substring(16));
        }
    }

    private static String hexDigest(String deviceId, String id) throws NoSuchAlgorithmException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(deviceId.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        bytes.writeBytes(id.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes.toByteArray()));
    }
}

package dev.tidemark.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.datasketches.memory.Memory;
import org.junit.jupiter.api.Test;

class SketchLibraryTest {

    @Test
    void theLibraryWorksOnThisJavaAndTheJavaIsWhatItWas() {
        String version = System.getProperty("java.version");

        SketchLibrary.ready();

        assertThat(Memory.wrap(new byte[] {7}).getByte(0)).isEqualTo((byte) 7);
        assertThat(System.getProperty("java.version")).isEqualTo(version);
        assertThat(List.of(version.split("[^0-9]")).get(0))
                .isEqualTo(Integer.toString(Runtime.version().feature()));
    }
}

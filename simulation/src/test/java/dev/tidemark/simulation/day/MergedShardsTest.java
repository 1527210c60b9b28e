package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.simulation.account.DeployedStage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a merged child begins with is the earlier of its parents' watermarks, for both parents' devices come. */
class MergedShardsTest {

    @TempDir
    Path work;

    @Test
    void anEventThatTheQuietParentWouldHaveTakenIsOnTimeInTheChild() {
        DeployedStage file = DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod");

        assertThat(MergedShards.run(1, file, work)).isEmpty();
    }
}

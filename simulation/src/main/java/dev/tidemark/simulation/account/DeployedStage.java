package dev.tidemark.simulation.account;

import dev.tidemark.platform.Keeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the simulation takes from the file of a stage that is deployed.
 *
 * @param retention how long the log keeps a record
 * @param keeping how long the bucket keeps objects
 */
public record DeployedStage(Duration retention, Keeping keeping) {

    /** Reads {@code infra/stages/<stage>.yaml} of a checkout. */
    public static DeployedStage read(Path checkout, String stage) {
        Path file = checkout.resolve("infra/stages").resolve(stage + ".yaml");
        try {
            Map<?, ?> values =
                    (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return new DeployedStage(
                    Duration.ofHours(((Number) require(values, "retentionHours")).longValue()),
                    Keeping.of((Boolean) require(values, "keepsData")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the stage's settings", e);
        }
    }

    private static Object require(Map<?, ?> values, String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the stage's settings have no " + name);
        }
        return value;
    }
}

package dev.tidemark.window;

import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.Table;
import dev.tidemark.window.versions.VersionedViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The function's environment. What is not set is an {@link IllegalStateException} that names the variable. */
public final class FunctionSettings {

    private final UnaryOperator<@Nullable String> environment;
    private final @Nullable VersionedViews given;

    /** Settings of an environment: a variable's name to its value, or null. */
    public FunctionSettings(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
        this.given = null;
    }

    /** The same with these views in place of the file that the environment names. */
    public FunctionSettings(UnaryOperator<@Nullable String> environment, VersionedViews views) {
        this.environment = environment;
        this.given = views;
    }

    String stream() {
        return require(Environment.STREAM);
    }

    String bucket() {
        return require(Environment.BUCKET);
    }

    String table(Table table) {
        return require(Environment.table(table));
    }

    /** Whether a recording is replayed with its own arrival times. */
    boolean recordedTime() {
        return "true".equals(environment.apply(Environment.TRUST_RECEIVED_AT));
    }

    /**
     * The views file.
     *
     * @throws IllegalStateException if there is no such file or it is refused; the message says where and why
     */
    VersionedViews views() {
        if (given != null) {
            return given;
        }
        Path file = Path.of(require(Environment.VIEWS));
        try {
            return VersionedViews.parse(
                    Files.readString(file), file.getFileName().toString());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the views file that " + Environment.VIEWS + " names cannot be read: " + file, e);
        } catch (ViewsException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private String require(String name) {
        String value = environment.apply(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("environment variable " + name + " is not set");
        }
        return value;
    }
}

package dev.tidemark.local.data;

import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A views file, read and understood. Two files with the same {@link Views#version} mean the same, whatever their comments.
 *
 * @param text as it stands in the file
 */
record OwnViews(String text, Views views) {

    /** The name of a data directory's own copy: what its numbers mean does not change with an edit somewhere else. */
    static final String NAME = "views.yaml";

    /**
     * Reads the file.
     *
     * @throws CannotRunException if it is not there, or is refused; the message has the line and the reason
     */
    static OwnViews read(Path file) {
        try {
            String text = Files.readString(file);
            return new OwnViews(text, computable(ViewsParser.parse(text, file.toString())));
        } catch (NoSuchFileException e) {
            throw new CannotRunException(
                    "views file " + file + " does not exist. Name an existing one with --views.", e);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(
                    file + ": " + e.getMessage() + ". Take it out of the views file and run again.", e);
        } catch (ViewsException e) {
            throw new CannotRunException(e.getMessage() + ". Correct the views file and run again.", e);
        } catch (IOException e) {
            throw new CannotRunException("views file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Refuses what the stream cannot compute before anything is started for it. */
    private static Views computable(Views views) {
        new ShardFold(views);
        return views;
    }

    String version() {
        return views.version();
    }

    void copyTo(Path directory) {
        WholeFile.write(directory.resolve(NAME), text.getBytes(StandardCharsets.UTF_8));
    }
}

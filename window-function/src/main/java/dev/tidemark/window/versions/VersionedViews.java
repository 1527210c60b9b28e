package dev.tidemark.window.versions;

import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;

/**
 * A views file and what it means.
 *
 * @param text as it was deployed
 */
public record VersionedViews(String text, Views views) {

    /**
     * Reads a file's text.
     *
     * @param source how errors name it
     * @throws ViewsException with its line and the reason, if it is refused
     */
    public static VersionedViews parse(String text, String source) throws ViewsException {
        return new VersionedViews(text, ViewsParser.parse(text, source));
    }

    /** Names its meaning. */
    public String version() {
        return views.version();
    }
}

package dev.tidemark.local.windows;

/**
 * A sort key of a cell or a pane, {@code <mark>#<early or ->#<key>}, taken apart again. The key comes last and may have a
 * {@code #} itself.
 */
record MarkAndKey(long markMillis, String early, String key) {

    static MarkAndKey parse(String sort) {
        int first = sort.indexOf('#');
        int second = sort.indexOf('#', first + 1);
        return new MarkAndKey(
                Items.instant(sort.substring(0, first)), sort.substring(first + 1, second), sort.substring(second + 1));
    }
}

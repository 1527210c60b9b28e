package dev.tidemark.batch.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads SQL as far as it must be understood to part it: where a statement ends, and where a place for a parameter is. A
 * semicolon or a place in a literal ({@code '…'} with {@code ''}, {@code E'…'} with backslashes, {@code $tag$…$tag$}) or in a
 * quoted identifier ({@code "…"} with {@code ""}) is text like any other; comments ({@code --} to the end of the line, and
 * {@code /*} to its end, which nest) are left out. Not thread-safe.
 */
final class SqlReader {

    /** A part of a statement. */
    sealed interface StatementPiece {}

    /** Text that stays as it is. */
    record Words(String text) implements StatementPiece {}

    /** A place that something of this name is put into: {@code {name}}. */
    record Placeholder(String name) implements StatementPiece {}

    private final String text;
    private final List<List<StatementPiece>> statements = new ArrayList<>();
    private List<StatementPiece> pieces = new ArrayList<>();
    private StringBuilder words = new StringBuilder();
    private int at;

    private SqlReader(String text) {
        this.text = text;
    }

    /**
     * The statements of a text, without those that say nothing.
     *
     * @throws IllegalArgumentException if a literal, an identifier or a comment has no end
     */
    static List<List<StatementPiece>> statements(String text) {
        SqlReader reader = new SqlReader(text);
        reader.read();
        return List.copyOf(reader.statements);
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                skipComment();
                words.append(' ');
            } else if (c == '\'') {
                keep(quoted('\'', escapes()));
            } else if (c == '"') {
                keep(quoted('"', false));
            } else if (c == '$') {
                String tag = dollarTag();
                keep(tag.isEmpty() ? at + 1 : end(text.indexOf(tag, at + tag.length()), "literal") + tag.length());
            } else if (c == '{') {
                place();
            } else if (c == ';') {
                endStatement();
                at++;
            } else {
                words.append(c);
                at++;
            }
        }
        endStatement();
    }

    /** Takes the text up to there as it is. */
    private void keep(int end) {
        words.append(text, at, end);
        at = end;
    }

    private void skipComment() {
        int depth = 1;
        int from = at + 2;
        while (depth > 0) {
            int close = end(text.indexOf("*/", from), "comment");
            int open = text.indexOf("/*", from);
            if (open >= 0 && open < close) {
                depth++;
                from = open + 2;
            } else {
                depth--;
                from = close + 2;
            }
        }
        at = from;
    }

    /** Where the quotes that open here have been closed. */
    private int quoted(char quote, boolean backslashes) {
        int from = at + 1;
        while (from < text.length()) {
            char c = text.charAt(from);
            if (c == quote && from + 1 < text.length() && text.charAt(from + 1) == quote) {
                from += 2;
            } else if (c == quote) {
                return from + 1;
            } else {
                from += backslashes && c == '\\' ? 2 : 1;
            }
        }
        return end(-1, quote == '"' ? "identifier" : "literal");
    }

    /** Whether the literal that opens here has an E of its own before it. */
    private boolean escapes() {
        return at > 0
                && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e')
                && (at == 1 || !isOfName(text.charAt(at - 2)));
    }

    /** {@code $tag$}, if one opens here, or empty. */
    private String dollarTag() {
        if (at > 0 && isOfName(text.charAt(at - 1))) {
            return "";
        }
        int end = at + 1;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == '$' ? text.substring(at, end + 1) : "";
    }

    /** Takes a place, if one opens here, or else the brace. */
    private void place() {
        int end = at + 1;
        while (end < text.length() && (isOfName(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        String name = text.substring(at + 1, end);
        if (name.isEmpty() || !Character.isLetter(name.charAt(0)) || end == text.length() || text.charAt(end) != '}') {
            keep(at + 1);
            return;
        }
        endWords();
        pieces.add(new Placeholder(name));
        at = end + 1;
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private int end(int found, String what) {
        if (found < 0) {
            throw new IllegalArgumentException("unclosed " + what + ": "
                    + text.substring(at, Math.min(text.length(), at + 40)).strip());
        }
        return found;
    }

    private void endWords() {
        if (!words.isEmpty()) {
            pieces.add(new Words(words.toString()));
            words = new StringBuilder();
        }
    }

    private void endStatement() {
        String last = words.toString().stripTrailing();
        words = new StringBuilder(last);
        endWords();
        boolean blank = pieces.stream()
                .allMatch(piece -> piece instanceof Words it && it.text().isBlank());
        if (!blank) {
            statements.add(List.copyOf(pieces));
        }
        pieces = new ArrayList<>();
    }
}

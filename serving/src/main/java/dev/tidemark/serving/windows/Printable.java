package dev.tidemark.serving.windows;

/** A stranger's text for a terminal: a key may hold what moves a cursor, breaks a line, or turns the reading direction. */
public final class Printable {

    private Printable() {}

    /**
     * The text with its control and format characters, line and paragraph separators and lone surrogates in the form that
     * Java and JSON write them in; {@code a<ESC>[2J} becomes {@code a\u001b[2J}. Everything else is as it was.
     */
    public static String of(String text) {
        if (text.codePoints().noneMatch(Printable::hidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!hidden(c)) {
                shown.appendCodePoint(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                shown.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}

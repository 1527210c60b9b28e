package dev.tidemark.ingest.model;

import org.jspecify.annotations.Nullable;

/** Which strings may become ids, names and values. Characters are counted as Unicode code points. */
public final class Texts {

    private Texts() {}

    /** Why the text can be no id, type or name, or null if it can: 1 to 128 characters, none of them a control character. */
    public static @Nullable String faultOfName(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        if (longerThan(text, SizeLimits.NAME_CHARACTERS)) {
            return "is longer than " + SizeLimits.NAME_CHARACTERS + " characters";
        }
        boolean surrogates = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                continue;
            }
            if (Character.isISOControl(c)) {
                return "holds a control character";
            }
            surrogates |= Character.isSurrogate(c);
        }
        return surrogates && hasUnpairedSurrogate(text) ? "holds an unpaired surrogate" : null;
    }

    /** Whether the text has more than the 128 characters of a name. */
    public static boolean isTooLongForName(CharSequence text) {
        return longerThan(text, SizeLimits.NAME_CHARACTERS);
    }

    /** Why the text can be no attribute's value, or null if it can: at most 1,024 characters. */
    public static @Nullable String faultOfValue(String text) {
        if (longerThan(text, SizeLimits.TEXT_CHARACTERS)) {
            return "is longer than " + SizeLimits.TEXT_CHARACTERS + " characters";
        }
        return hasUnpairedSurrogate(text) ? "holds an unpaired surrogate" : null;
    }

    /** A part of a stranger's text that is safe to show: at most 40 characters, control characters as dots. */
    public static String excerpt(String text) {
        return printable(text.length() > 40 ? text.substring(0, 40) + "…" : text);
    }

    /** The text with control characters and surrogates as dots. */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '.' : c);
        }
        return safe.toString();
    }

    private static boolean longerThan(CharSequence text, int characters) {
        return text.length() > characters && Character.codePointCount(text, 0, text.length()) > characters;
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}

package dev.tidemark.client;

import java.math.BigDecimal;

/** Writes JSON without blanks and line breaks. */
final class JsonOut {

    /** Numbers beyond are written with an exponent, so that none of them fills the memory. */
    private static final int MOST_DIGITS = 60;

    private final StringBuilder json = new StringBuilder(128);
    private boolean first = true;

    JsonOut open(char bracket) {
        comma();
        json.append(bracket);
        first = true;
        return this;
    }

    JsonOut close(char bracket) {
        json.append(bracket);
        first = false;
        return this;
    }

    JsonOut name(String name) {
        comma();
        quoted(name);
        json.append(':');
        first = true;
        return this;
    }

    JsonOut text(String text) {
        comma();
        quoted(text);
        return this;
    }

    JsonOut number(BigDecimal number) {
        boolean plain = Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
        return bare(plain ? number.toPlainString() : number.toString());
    }

    /** Something that is JSON already. */
    JsonOut bare(String value) {
        comma();
        json.append(value);
        return this;
    }

    private void comma() {
        if (!first) {
            json.append(',');
        }
        first = false;
    }

    private void quoted(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(hex(c >> 4)).append(hex(c & 15));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                json.append(c).append(text.charAt(++i));
            } else {
                // Half of a pair is no character, and has no place in UTF-8.
                json.append(Character.isSurrogate(c) ? '\ufffd' : c);
            }
        }
        json.append('"');
    }

    private static char hex(int digit) {
        return Character.forDigit(digit, 16);
    }

    @Override
    public String toString() {
        return json.toString();
    }
}

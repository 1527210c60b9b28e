package dev.tidemark.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server's answers: objects become maps, arrays lists, numbers doubles. Strict, bounded in depth, and meant for
 * texts of some kilobytes.
 */
final class JsonIn {

    private static final int DEEPEST = 32;

    private final String json;
    private int at;

    private JsonIn(String json) {
        this.json = json;
    }

    /**
     * The value that is all of the text.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    static @Nullable Object read(String json) {
        JsonIn in = new JsonIn(json);
        Object value = in.value(0);
        in.blanks();
        if (in.at < json.length()) {
            throw in.bad("more text after the value");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        blanks();
        char c = peek();
        if (depth > DEEPEST) {
            throw bad("too deep");
        }
        switch (c) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return text();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return object;
        }
        while (true) {
            blanks();
            String name = text();
            blanks();
            take(':');
            object.put(name, value(depth + 1));
            blanks();
            if (peek() == '}') {
                at++;
                return object;
            }
            take(',');
        }
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return array;
        }
        while (true) {
            array.add(value(depth + 1));
            blanks();
            if (peek() == ']') {
                at++;
                return array;
            }
            take(',');
        }
    }

    private String text() {
        take('"');
        StringBuilder text = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return text.toString();
            }
            if (c < ' ') {
                throw bad("a control character");
            }
            text.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        switch (c) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                if (at + 4 > json.length()) {
                    throw bad("the text ends");
                }
                at += 4;
                return (char) Integer.parseInt(json.substring(at - 4, at), 16);
            case '"':
            case '\\':
            case '/':
                return c;
            default:
                throw bad("an unknown escape");
        }
    }

    private Double number() {
        int from = at;
        while (at < json.length() && "+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        if (from == at) {
            throw bad("no value");
        }
        return Double.valueOf(json.substring(from, at));
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!json.startsWith(word, at)) {
            throw bad("no value");
        }
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= json.length()) {
            throw bad("the text ends");
        }
        return json.charAt(at);
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw bad("no " + expected);
        }
        at++;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("not JSON at character " + at + ": " + what);
    }
}

package dev.tidemark.simulation.dynamo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The words of an expression, read from left to right, with the names and values that it stands on. As the service does, it
 * refuses names and values that are given and not used, or used and not given.
 */
final class ExpressionText {

    private static final Pattern WORD = Pattern.compile("\\s*(<>|<=|>=|[=<>(),+-]|[:#]?[A-Za-z_][A-Za-z0-9_.]*)");

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> used;
    private int at;

    private ExpressionText(
            String text, Map<String, String> names, Map<String, AttributeValue> values, Set<String> used) {
        this.text = text;
        this.names = names;
        this.values = values;
        this.used = used;
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw Refusals.invalid("the expression cannot be read from position " + end + ": " + text);
            }
            words.add(matcher.group(1));
            end = matcher.end();
        }
    }

    /** The expressions of one request, which share names and values. */
    static final class RequestNames {
        private final Map<String, String> names;
        private final Map<String, AttributeValue> values;
        private final Set<String> used = new LinkedHashSet<>();

        RequestNames(Map<String, String> names, Map<String, AttributeValue> values) {
            this.names = names;
            this.values = values;
        }

        ExpressionText over(String expression) {
            return new ExpressionText(expression, names, values, used);
        }

        /** To be called when every expression of the request is read. */
        void refuseUnused() {
            for (Set<String> given : List.of(names.keySet(), values.keySet())) {
                for (String name : given) {
                    if (!used.contains(name)) {
                        throw Refusals.invalid("given and not used in any expression: " + name);
                    }
                }
            }
        }
    }

    boolean hasMore() {
        return at < words.size();
    }

    /** Whether the next word is this one, in whatever case; then it is passed. */
    boolean passes(String word) {
        if (hasMore() && words.get(at).equalsIgnoreCase(word)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!passes(word)) {
            throw notModelled("'" + word + "' is expected at word " + at);
        }
    }

    /** The next word, whatever it is. */
    String next() {
        if (!hasMore()) {
            throw notModelled("it ends too soon");
        }
        return words.get(at++);
    }

    /** The attribute that the next word names. */
    String attribute() {
        String word = next();
        if (word.startsWith("#")) {
            used.add(word);
            String name = names.get(word);
            if (name == null) {
                throw Refusals.invalid("used and not given: " + word);
            }
            return name;
        }
        if (!word.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw notModelled("an attribute is expected in place of '" + word + "'");
        }
        return word;
    }

    /** The value that the next word stands for. */
    AttributeValue value() {
        String word = next();
        if (!word.startsWith(":")) {
            throw notModelled("a value is expected in place of '" + word + "'");
        }
        used.add(word);
        @Nullable AttributeValue value = values.get(word);
        if (value == null) {
            throw Refusals.invalid("used and not given: " + word);
        }
        return value;
    }

    UnsupportedOperationException notModelled(String why) {
        return new UnsupportedOperationException("expression that is not modelled, " + why + ": " + text);
    }
}

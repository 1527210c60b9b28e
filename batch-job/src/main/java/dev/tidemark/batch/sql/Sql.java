package dev.tidemark.batch.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Named SQL fragments from {@code sql/*.sql}. A fragment starts with the line {@code -- name: x} and ends with the next.
 * Inside, <code>{y}</code> stands for a parameter of that name, or else for the fragment of that name, which may have
 * such places itself. Values are put in as text by {@link #text} and numbers as they are; there is no other quoting.
 */
public final class Sql {

    private static final Pattern NAME = Pattern.compile("(?m)^-- name: (\\S+)\\s*$");
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9._]*)}");

    private final Map<String, String> fragments;

    private Sql(Map<String, String> fragments) {
        this.fragments = fragments;
    }

    /**
     * Reads files of fragments; a later one replaces fragments of an earlier.
     *
     * @param names of resources below {@code sql/}, without {@code .sql}
     */
    public static Sql of(String... names) {
        Map<String, String> fragments = new LinkedHashMap<>();
        for (String name : names) {
            String text = resource("/sql/" + name + ".sql");
            Matcher matcher = NAME.matcher(text);
            int start = -1;
            String current = "";
            while (matcher.find()) {
                if (start >= 0) {
                    fragments.put(
                            current, text.substring(start, matcher.start()).strip());
                }
                current = matcher.group(1);
                start = matcher.end();
            }
            if (start >= 0) {
                fragments.put(current, text.substring(start).strip());
            }
        }
        return new Sql(fragments);
    }

    /**
     * The statement of a fragment.
     *
     * @throws IllegalArgumentException if a place has neither a parameter nor a fragment
     */
    public String get(String name, Map<String, ?> parameters) {
        String fragment = fragments.get(name);
        if (fragment == null) {
            throw new IllegalArgumentException("no SQL fragment is named '" + name + "'");
        }
        Matcher matcher = PLACE.matcher(fragment);
        StringBuilder statement = new StringBuilder();
        while (matcher.find()) {
            Object parameter = parameters.get(matcher.group(1));
            String text = parameter == null ? get(matcher.group(1), parameters) : parameter.toString();
            matcher.appendReplacement(statement, Matcher.quoteReplacement(text));
        }
        return matcher.appendTail(statement).toString();
    }

    /** A text literal. */
    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A quoted name of a column. */
    public static String column(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String resource(String path) {
        try (InputStream in = Sql.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}

package dev.tidemark.batch.sql;

import dev.tidemark.batch.sql.SqlReader.Placeholder;
import dev.tidemark.batch.sql.SqlReader.StatementPiece;
import dev.tidemark.batch.sql.SqlReader.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Named SQL fragments from {@code sql/*.sql}. A fragment starts with the line {@code -- name: x} and ends with the next; it
 * is one expression or statement, or several parted by semicolons. Inside, <code>{y}</code> stands for a parameter of that
 * name, or else for the constant, or else for the fragment of that name, which may have such places itself. Fragments are
 * parted before anything is put in, so no value can end a statement. Values are put in as text by {@link #text} and
 * numbers as they are; there is no other quoting.
 */
public final class Sql {

    private static final Pattern NAME = Pattern.compile("(?m)^-- name: (\\S+)\\s*$");

    private final Map<String, String> constants;
    private final Map<String, List<List<StatementPiece>>> fragments;

    private Sql(Map<String, String> constants, Map<String, List<List<StatementPiece>>> fragments) {
        this.constants = constants;
        this.fragments = fragments;
    }

    /**
     * Reads files of fragments; a later one replaces fragments of an earlier.
     *
     * @param constants SQL that every fragment may name
     * @param names of resources below {@code sql/}, without {@code .sql}
     */
    public static Sql of(Map<String, String> constants, List<String> names) {
        Map<String, List<List<StatementPiece>>> fragments = new LinkedHashMap<>();
        names.forEach(name -> read(resource("/sql/" + name + ".sql"), fragments));
        return new Sql(Map.copyOf(constants), fragments);
    }

    /** The fragments of a text. */
    static Sql ofText(Map<String, String> constants, String text) {
        Map<String, List<List<StatementPiece>>> fragments = new LinkedHashMap<>();
        read(text, fragments);
        return new Sql(constants, fragments);
    }

    private static void read(String text, Map<String, List<List<StatementPiece>>> fragments) {
        Matcher matcher = NAME.matcher(text);
        int start = -1;
        String current = "";
        while (matcher.find()) {
            if (start >= 0) {
                fragments.put(current, SqlReader.statements(text.substring(start, matcher.start())));
            }
            current = matcher.group(1);
            start = matcher.end();
        }
        if (start >= 0) {
            fragments.put(current, SqlReader.statements(text.substring(start)));
        }
    }

    /** The names of all fragments. */
    public Iterable<String> names() {
        return fragments.keySet();
    }

    /**
     * The statements of a fragment.
     *
     * @throws IllegalArgumentException if a place has neither a parameter nor a constant nor a fragment
     */
    public List<String> statements(String name, Map<String, ?> parameters) {
        return fragment(name).stream()
                .map(statement -> filled(statement, parameters))
                .toList();
    }

    /**
     * A fragment that is one statement or expression.
     *
     * @throws IllegalArgumentException if it is not one, or a place has neither a parameter nor a constant nor a fragment
     */
    public String get(String name, Map<String, ?> parameters) {
        List<List<StatementPiece>> statements = fragment(name);
        if (statements.size() != 1) {
            throw new IllegalArgumentException(
                    "the SQL fragment '" + name + "' has " + statements.size() + " statements, not one");
        }
        return filled(statements.get(0), parameters);
    }

    private List<List<StatementPiece>> fragment(String name) {
        List<List<StatementPiece>> fragment = fragments.get(name);
        if (fragment == null) {
            throw new IllegalArgumentException("no SQL fragment is named '" + name + "'");
        }
        return fragment;
    }

    private String filled(List<StatementPiece> statement, Map<String, ?> parameters) {
        StringBuilder text = new StringBuilder();
        for (StatementPiece piece : statement) {
            if (piece instanceof Words words) {
                text.append(words.text());
            } else if (piece instanceof Placeholder place) {
                text.append(value(place.name(), parameters));
            }
        }
        return text.toString().strip();
    }

    private String value(String name, Map<String, ?> parameters) {
        Object parameter = parameters.get(name);
        if (parameter != null) {
            return parameter.toString();
        }
        String constant = constants.get(name);
        return constant == null ? get(name, parameters) : constant;
    }

    /** A text literal. */
    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
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

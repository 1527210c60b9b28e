package dev.tidemark.infra.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Published list prices in US dollars, from {@code prices.csv} beside this class. */
public final class Prices {

    private static final String FILE = "prices.csv";

    private final Map<String, Double> dollars;

    private Prices(Map<String, Double> dollars) {
        this.dollars = dollars;
    }

    /** The prices of this build. */
    public static Prices load() {
        try (InputStream file = Prices.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not part of this build");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of {@code id,usd,unit,page}; those that begin with {@code #} are comments. */
    static Prices parse(String text) {
        Map<String, Double> dollars = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] fields = line.split(",", 4);
            if (fields.length != 4 || dollars.put(fields[0], Double.valueOf(fields[1])) != null) {
                throw new IllegalArgumentException("id,usd,unit,page, each id once: '" + line + "'");
            }
        });
        return new Prices(dollars);
    }

    /**
     * The price of one unit.
     *
     * @throws IllegalArgumentException if there is none with this id
     */
    double of(String id) {
        Double price = dollars.get(id);
        if (price == null) {
            throw new IllegalArgumentException("no price for " + id);
        }
        return price;
    }
}

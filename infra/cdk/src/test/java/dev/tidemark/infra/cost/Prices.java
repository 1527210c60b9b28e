package dev.tidemark.infra.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Published list prices in US dollars, from {@code prices.csv} beside this class. */
public final class Prices {

    private static final String FILE = "prices.csv";
    private static final String COLUMNS = "id,usd,unit,page,evidence,dated,source";
    private static final int COLUMN_COUNT = COLUMNS.split(",", -1).length;

    /** What a price was held against. */
    public enum Evidence {
        /** A page of AWS itself. */
        AWS,
        /** AWS's price list, through a tool that reads it. */
        LIST,
        /** Another publisher who quotes AWS's page. */
        QUOTED,
        /** Nothing: the price is not checked. */
        NONE
    }

    /**
     * One of them.
     *
     * @param id by which bills name it
     * @param usd a unit
     * @param unit what one is
     * @param page of AWS that publishes it
     * @param evidence what it was held against
     * @param dated year and month of the source; empty where it has no date
     * @param source where it says so; empty only without evidence
     */
    public record Price(
            String id,
            BigDecimal usd,
            String unit,
            String page,
            Evidence evidence,
            Optional<String> dated,
            String source) {

        public Price {
            if (usd.signum() <= 0) {
                throw new IllegalArgumentException(id + ": usd > 0: " + usd);
            }
            if (source.isEmpty() != (evidence == Evidence.NONE)) {
                throw new IllegalArgumentException(id + ": a source, or evidence none: '" + source + "', " + evidence);
            }
            dated.filter(date -> !date.matches("20\\d\\d-(0[1-9]|1[0-2])")).ifPresent(date -> {
                throw new IllegalArgumentException(id + ": dated is a year and a month: '" + date + "'");
            });
        }
    }

    private final Map<String, Price> prices;

    private Prices(Map<String, Price> prices) {
        this.prices = prices;
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

    /**
     * Lines of {@value #COLUMNS}; those that begin with {@code #} are comments.
     *
     * @throws IllegalArgumentException if a line is none, or an id occurs twice
     */
    public static Prices parse(String text) {
        Map<String, Price> prices = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] fields = line.split(",", COLUMN_COUNT);
            if (fields.length != COLUMN_COUNT || prices.put(fields[0], price(fields)) != null) {
                throw new IllegalArgumentException(COLUMNS + ", each id once: '" + line + "'");
            }
        });
        return new Prices(prices);
    }

    private static Price price(String[] fields) {
        return new Price(
                fields[0],
                new BigDecimal(fields[1]),
                fields[2],
                fields[3],
                Evidence.valueOf(fields[4].toUpperCase(Locale.ROOT)),
                Optional.of(fields[5]).filter(date -> !date.isEmpty()),
                fields[6]);
    }

    /** All of them, in the file's order. */
    public List<Price> all() {
        return List.copyOf(prices.values());
    }

    /**
     * The price of one unit.
     *
     * @throws IllegalArgumentException if there is none with this id
     */
    double of(String id) {
        Price price = prices.get(id);
        if (price == null) {
            throw new IllegalArgumentException("no price for " + id);
        }
        return price.usd().doubleValue();
    }
}

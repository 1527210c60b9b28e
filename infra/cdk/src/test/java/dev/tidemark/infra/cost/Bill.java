package dev.tidemark.infra.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A month's cost, line by line, in US dollars. */
public final class Bill {

    /**
     * A line.
     *
     * @param part of the platform
     * @param what is paid for
     * @param dollars a month
     */
    public record Line(String part, String what, double dollars) {}

    private final Prices prices;
    private final Set<String> used = new TreeSet<>();
    private final List<Line> lines = new ArrayList<>();

    Bill(Prices prices) {
        this.prices = prices;
    }

    /** Adds so many units at a price; nothing if there are none. */
    void add(String part, String what, String price, double units) {
        used.add(price);
        lines.add(new Line(part, what, units * prices.of(price)));
    }

    /** The ids of the prices that it is made with. */
    public Set<String> prices() {
        return Set.copyOf(used);
    }

    /** Lines of the same part and the same words are one. */
    public List<Line> lines() {
        Map<List<String>, Double> sums = new LinkedHashMap<>();
        lines.forEach(line -> sums.merge(List.of(line.part(), line.what()), line.dollars(), Double::sum));
        return sums.entrySet().stream()
                .map(sum -> new Line(sum.getKey().get(0), sum.getKey().get(1), sum.getValue()))
                .toList();
    }

    /** The sum of a part. */
    public double of(String part) {
        return lines.stream()
                .filter(line -> line.part().equals(part))
                .mapToDouble(Line::dollars)
                .sum();
    }

    /** The sum of all. */
    public double total() {
        return lines.stream().mapToDouble(Line::dollars).sum();
    }
}

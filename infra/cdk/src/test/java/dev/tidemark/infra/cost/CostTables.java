package dev.tidemark.infra.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of {@code docs/cost.md}. The test {@code CostTest} holds the document against them, and writes it anew. */
public final class CostTables {

    private static final List<Double> RATES = List.of(0.0, 1.0, 100.0, 5_000.0);

    private final Prices prices;
    private final Deployed deployed;

    public CostTables(Prices prices, Deployed deployed) {
        this.prices = prices;
        this.deployed = deployed;
    }

    /** Everything that is computed, by the name of its place in the document. */
    public Map<String, String> all() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("month", month());
        tables.put("million", million());
        tables.put("queries", queries());
        tables.put("flink", flink());
        tables.put("break-even", breakEven());
        tables.put("prices", pricesTable());
        return tables;
    }

    private String month() {
        List<Bill> bills = RATES.stream().map(rate -> bill(deployed, rate)).toList();
        StringBuilder table = new StringBuilder("| part | what | idle | 1 event/s | 100 events/s | 5,000 events/s |\n");
        table.append("|---|---|--:|--:|--:|--:|\n");
        List<Bill.Line> lines = new ArrayList<>();
        bills.forEach(bill -> bill.lines().stream()
                .filter(line -> lines.stream().noneMatch(known -> same(known, line)))
                .forEach(lines::add));
        for (Bill.Line line : lines) {
            table.append("| ").append(line.part()).append(" | ").append(line.what());
            for (Bill bill : bills) {
                double dollars = bill.lines().stream()
                        .filter(other -> same(line, other))
                        .mapToDouble(Bill.Line::dollars)
                        .sum();
                table.append(" | ").append(money(dollars));
            }
            table.append(" |\n");
        }
        table.append("| **all** | ");
        bills.forEach(bill -> table.append(" | **").append(money(bill.total())).append("**"));
        return table.append(" |\n").toString();
    }

    private static boolean same(Bill.Line one, Bill.Line other) {
        return one.part().equals(other.part()) && one.what().equals(other.what());
    }

    private String million() {
        StringBuilder table =
                new StringBuilder("| part | 1 event/s | 100 events/s | 5,000 events/s |\n|---|--:|--:|--:|\n");
        for (String part : List.of(
                PlatformCost.INGESTION,
                PlatformCost.LOG,
                PlatformCost.WINDOWS,
                PlatformCost.ARCHIVE,
                PlatformCost.NIGHT,
                PlatformCost.OPERATION)) {
            table.append("| ").append(part);
            for (double rate : RATES.subList(1, RATES.size())) {
                table.append(" | ").append(money(bill(deployed, rate).of(part) / new Load(rate).eventsAMonth() * 1e6));
            }
            table.append(" |\n");
        }
        table.append("| **all**");
        for (double rate : RATES.subList(1, RATES.size())) {
            double dollars = bill(deployed, rate).total() / new Load(rate).eventsAMonth() * 1e6;
            table.append(" | **").append(money(dollars)).append("**");
        }
        return table.append(" |\n").toString();
    }

    private String queries() {
        StringBuilder table =
                new StringBuilder("| a million times the last hour of | pages | read units each | dollars |\n");
        table.append("|---|--:|--:|--:|\n");
        queries(table, "one key", QueryCost.HOUR_OF_WINDOWS, 1);
        queries(table, "all 100 keys", QueryCost.HOUR_OF_WINDOWS * Load.KEYS, Load.KEYS);
        return table.toString();
    }

    private void queries(StringBuilder table, String what, int rows, int keys) {
        double pages = Math.ceil(rows / 1_000.0);
        table.append(String.format(
                Locale.ROOT,
                "| %s | %.0f | %,.0f | %s |%n",
                what,
                pages,
                QueryCost.readUnits(deployed, pages, rows, keys),
                money(QueryCost.of(prices, deployed, rows, keys).total())));
    }

    private String flink() {
        StringBuilder table =
                new StringBuilder("| windows only, dollars a month | 1 event/s | 100 events/s | 5,000 events/s |\n");
        table.append("|---|--:|--:|--:|\n");
        row(table, "Tidemark as deployed", deployed);
        row(table, "Tidemark, batches of 5 s", deployed.withWindowBatchSeconds(5));
        row(table, "Tidemark, batches of 20 s", deployed.withWindowBatchSeconds(20));
        table.append("| Managed Service for Apache Flink");
        for (double rate : RATES.subList(1, RATES.size())) {
            table.append(" | ")
                    .append(money(FlinkCost.of(prices, new Load(rate)).total()));
        }
        return table.append(" |\n").toString();
    }

    private void row(StringBuilder table, String name, Deployed variant) {
        table.append("| ").append(name);
        for (double rate : RATES.subList(1, RATES.size())) {
            table.append(" | ").append(money(bill(variant, rate).of(PlatformCost.WINDOWS)));
        }
        table.append(" |\n");
    }

    private String breakEven() {
        return "| window mapping waits | break-even |\n|---|--:|\n" + evenAt("0 s, as deployed", deployed)
                + evenAt("5 s", deployed.withWindowBatchSeconds(5))
                + evenAt("20 s", deployed.withWindowBatchSeconds(20));
    }

    private String evenAt(String name, Deployed variant) {
        double rate = FlinkCost.breakEven(prices, variant);
        String text =
                Double.isInfinite(rate) ? "above 100,000 events/s" : String.format(Locale.ROOT, "%,.0f events/s", rate);
        return "| " + name + " | " + text + " |\n";
    }

    private String pricesTable() {
        StringBuilder table =
                new StringBuilder("| price | dollars | held against | dated | source |\n|---|--:|---|---|---|\n");
        for (Prices.Price price : prices.all()) {
            table.append("| ")
                    .append(price.page().replaceFirst("aws.amazon.com/(.*?)(/data-streams)?/pricing.*", "$1"))
                    .append(": ")
                    .append(price.unit())
                    .append(" | ")
                    .append(price.usd().toPlainString())
                    .append(" | ")
                    .append(words(price.evidence()))
                    .append(" | ")
                    .append(price.dated().orElse("–"))
                    .append(" | ")
                    .append(price.source())
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String words(Prices.Evidence evidence) {
        return switch (evidence) {
            case AWS -> "AWS's own page";
            case LIST -> "AWS's price list";
            case QUOTED -> "somebody's quotation";
            case NONE -> "**not checked**";
        };
    }

    private Bill bill(Deployed variant, double rate) {
        return PlatformCost.of(prices, variant, new Load(rate));
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, dollars >= 100 ? "%,.0f" : "%,.2f", dollars);
    }
}

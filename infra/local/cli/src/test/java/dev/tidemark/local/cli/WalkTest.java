package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.local.platform.Checkout;
import dev.tidemark.local.platform.LocalStores;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.CellItem;
import dev.tidemark.platform.item.PaneItem;
import dev.tidemark.platform.item.StoredItem;
import dev.tidemark.platform.item.WindowItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The way of one event as {@code docs/architecture.md} tells it: sent, and looked for at each hop. The page cannot grow old. */
class WalkTest {

    private static final Path ROOT = Checkout.find().root();
    private static final Path PAGE = ROOT.resolve("docs/architecture.md");
    private static final Pattern BOX = Pattern.compile("(?ms)^```\\w+ walk=(\\w+)\\n(.*?)\\n```$");
    private static final Pattern HOP = Pattern.compile("(?m)^\\| `([a-z/-]+)` \\| ((?:`[A-Z]\\w+`(?:, )?)+) \\|");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VIEW = "clicks-per-campaign";

    @TempDir
    Path temp;

    @Test
    void the_event_of_the_page_is_at_each_hop_what_the_page_says() throws Exception {
        Built.requireFunctions();
        Map<String, String> page = boxes();
        Path recording = Files.writeString(temp.resolve("one.ndjson"), page.get("event") + "\n");
        Path data = temp.resolve("data");

        Command replay = Command.run("replay", recording.toString(), "--data", data.toString(), "--port", "0");

        assertThat(replay.code()).as(replay.out() + replay.err()).isZero();
        Map<String, String> found = new LinkedHashMap<>();
        found.put("event", page.get("event"));
        try (LocalStores stores = LocalStores.start(data)) {
            found.put("cell", cell(stores));
            found.put("pane", pane(stores));
            found.putAll(archived(stores));
        }
        found.put("window", lines(Files.readString(data.resolve("report/2026-11-22/windows.csv")), "count|sum"));
        Command windows = Command.run("windows", "--data", data.toString(), "--view", VIEW, "--format", "csv");
        found.put("answer", lines(windows.out(), "c7"));
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(page.keySet());
        page.forEach((hop, said) -> assertThat(found.get(hop)).as(hop).matches(pattern(said)));
    }

    @Test
    void every_class_that_the_page_names_at_a_hop_is_there() throws IOException {
        List<MatchResult> hops = HOP.matcher(Files.readString(PAGE)).results().toList();
        assertThat(hops).hasSizeGreaterThan(12);
        for (MatchResult hop : hops) {
            for (String name : hop.group(2).replace("`", "").split(", ")) {
                try (Stream<Path> files = Files.walk(ROOT.resolve(hop.group(1)))) {
                    assertThat(files.filter(
                                    file -> file.toString().contains("src/main/java") && file.endsWith(name + ".java")))
                            .as(name + " in " + hop.group(1))
                            .hasSize(1);
                }
            }
        }
    }

    private static Map<String, String> boxes() throws IOException {
        Map<String, String> boxes = new LinkedHashMap<>();
        BOX.matcher(Files.readString(PAGE)).results().forEach(box -> boxes.put(box.group(1), box.group(2)));
        return boxes;
    }

    /** The text of a box as a pattern: {@code …} stands for anything within a line. */
    private static Pattern pattern(String box) {
        return Pattern.compile(Stream.of(box.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static String cell(LocalStores stores) {
        List<CellItem> cells = scan(stores, Table.CELLS, CellItem.CODEC::read, VIEW);
        assertThat(cells).hasSize(1);
        CellItem cell = cells.get(0);
        return "pk    %s%nsk    %s%ncount %d%nsum   %s"
                .formatted(
                        cell.key().partition(),
                        cell.key().sort(),
                        cell.values().count(),
                        cell.values().sum());
    }

    private static String pane(LocalStores stores) {
        List<WindowItem> panes = scan(stores, Table.WINDOWS, WindowItem.CODEC::read, VIEW);
        assertThat(panes).singleElement().isInstanceOf(PaneItem.class);
        PaneItem pane = (PaneItem) panes.get(0);
        return "pk     %s%nsk     %s%ntiming %s%ncount  %d%nsum    %s"
                .formatted(
                        pane.key().partition(),
                        pane.key().sort(),
                        pane.timing(),
                        pane.total().count(),
                        pane.total().sum());
    }

    private static <T extends StoredItem> List<T> scan(
            LocalStores stores,
            Table table,
            java.util.function.Function<Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>, T>
                    read,
            String view) {
        return stores
                .dynamoDb()
                .scanPaginator(request -> request.tableName(stores.names().table(table)))
                .items()
                .stream()
                .filter(item -> item.get(Table.PARTITION_KEY).s().startsWith(view + "@"))
                .map(read)
                .toList();
    }

    /** The object of the archive with the event in it, and the record as it stands there. */
    private static Map<String, String> archived(LocalStores stores) throws IOException {
        String bucket = stores.names().bucket();
        Map<String, String> found = new LinkedHashMap<>();
        for (S3Object object : stores.s3()
                .listObjectsV2(list -> list.bucket(bucket).prefix(ObjectKeys.ARCHIVE))
                .contents()) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(
                            stores.s3().getObject(get -> get.bucket(bucket).key(object.key()))),
                    StandardCharsets.UTF_8))) {
                for (String line : lines.lines().toList()) {
                    var log = JSON.readTree(line).path("record");
                    // On a machine that answers too late the event is sent again, and is a record once more.
                    if (log.path("kind").asText().equals("events") && found.isEmpty()) {
                        found.put("record", log.toString());
                        found.put("archive", object.key());
                    }
                }
            }
        }
        return found;
    }

    private static String lines(String text, String containing) {
        Pattern wanted = Pattern.compile(",(" + containing + "),");
        return text.lines()
                .filter(line ->
                        line.startsWith(VIEW + ",") && wanted.matcher(line).find())
                .collect(Collectors.joining("\n"));
    }
}

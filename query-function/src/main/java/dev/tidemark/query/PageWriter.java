package dev.tidemark.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.query.door.QueryAnswer;
import dev.tidemark.serving.windows.Standpoint;
import dev.tidemark.serving.windows.ValueCsv;
import dev.tidemark.serving.windows.ValueJson;
import dev.tidemark.serving.windows.WindowPage;
import dev.tidemark.serving.windows.WindowQuestion;
import dev.tidemark.serving.windows.WindowValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the values of a page, as many as it may have and an answer can carry, and writes them. */
final class PageWriter {

    /**
     * Lambda answers with 6 MiB at most, in which text is a string of JSON: twice as long at the worst, when all of it is quoted. A page
     * ends behind the value with which it has this many bytes of UTF-8.
     */
    private static final int LONGEST = 2 * 1024 * 1024;

    private static final JsonFactory FACTORY = new JsonFactory();

    /**
     * Why there is no value.
     *
     * @param answer {@code empty}, {@code notCovered}, {@code expired} or {@code notYet}
     * @param detail the same as a sentence
     * @param report the path of the file that has them, or null
     */
    record NoValue(String answer, String detail, @Nullable String report) {}

    private final PageFormat format;
    private final WindowQuestion question;
    private final WindowPage page;
    private final int limit;
    private final List<String> lines = new ArrayList<>();
    private boolean allVerified = true;
    private @Nullable NoValue nothing;

    private PageWriter(PageFormat format, WindowQuestion question, WindowPage page, int limit) {
        this.format = format;
        this.question = question;
        this.page = page;
        this.limit = limit;
    }

    static PageWriter of(PageFormat format, WindowQuestion question, WindowPage page, int limit) {
        PageWriter writer = new PageWriter(format, question, page, limit);
        try {
            writer.take();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return writer;
    }

    private void take() throws IOException {
        ValueCsv csv = new ValueCsv(List.of(question.view()));
        int length = 0;
        while (lines.size() < limit && length < LONGEST && page.hasNext()) {
            WindowValue value = page.next();
            allVerified &= value.status() == WindowValue.ValueStatus.VERIFIED;
            String line = format == PageFormat.CSV ? csv(csv, value) : json(value);
            length += QueryAnswer.utf8(line).length;
            lines.add(line);
        }
    }

    private static String csv(ValueCsv csv, WindowValue value) throws IOException {
        StringBuilder line = new StringBuilder();
        csv.write(value, line);
        return line.toString();
    }

    private String json(WindowValue value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            ValueJson.write(json, question.view().aggregates(), value);
        }
        return text.toString();
    }

    void nothing(NoValue why) {
        nothing = why;
    }

    /** @param standing how long the address says from which standpoint: so long verified windows never read otherwise there */
    QueryAnswer answer(Duration standing) {
        Duration lastsFor = allVerified && !lines.isEmpty() ? standing : Duration.ZERO;
        return switch (format) {
            case JSON -> new QueryAnswer(format.mediaType(), document(), lastsFor, Map.of());
            case NDJSON ->
                new QueryAnswer(
                        format.mediaType(),
                        QueryAnswer.utf8(String.join("\n", lines) + (lines.isEmpty() ? "" : "\n")),
                        lastsFor,
                        headers());
            case CSV ->
                new QueryAnswer(
                        format.mediaType(), QueryAnswer.utf8(header() + String.join("", lines)), lastsFor, headers());
        };
    }

    private String header() {
        try {
            StringBuilder header = new StringBuilder();
            new ValueCsv(List.of(question.view())).header(header);
            return header.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private byte[] document() {
        Standpoint at = page.at();
        return QueryAnswer.json(json -> {
                    json.writeStringField("view", question.view().id());
                    json.writeStringField("layer", question.layer().wireName());
                    json.writeStringField(
                            "from", IsoInstant.format(question.query().fromMillis()));
                    json.writeStringField(
                            "to", IsoInstant.format(question.query().toMillis()));
                    instant(json, "published", at.publishedMillis());
                    instant(json, "verifiedThrough", at.verifiedThroughMillis());
                    if (at.run().isEmpty()) {
                        json.writeNullField("run");
                    } else {
                        json.writeStringField("run", at.run());
                    }
                    if (isPartlyLetGo()) {
                        instant(json, "keptFrom", page.keptFromMillis());
                    }
                    NoValue why = nothing;
                    json.writeStringField("answer", why == null ? "windows" : why.answer());
                    if (why != null) {
                        json.writeStringField("detail", why.detail());
                        if (why.report() != null) {
                            json.writeStringField("report", why.report());
                        }
                    }
                    json.writeArrayFieldStart("windows");
                    for (String line : lines) {
                        json.writeRawValue(line);
                    }
                    json.writeEndArray();
                    String next = next();
                    if (next != null) {
                        json.writeStringField("next", next);
                    }
                })
                .body();
    }

    private static void instant(JsonGenerator json, String name, long millis) throws IOException {
        if (millis == Watermarks.UNKNOWN) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, IsoInstant.format(millis));
        }
    }

    /** Whether the question reaches back behind what is kept. */
    private boolean isPartlyLetGo() {
        return question.query().fromMillis() < page.keptFromMillis();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        NoValue why = nothing;
        headers.put("Tidemark-Answer", why == null ? "windows" : why.answer());
        if (isPartlyLetGo()) {
            headers.put("Tidemark-Kept-From", IsoInstant.format(page.keptFromMillis()));
        }
        String next = next();
        if (next != null) {
            headers.put("Link", "<" + next + ">; rel=\"next\"");
        } else if (why != null && why.report() != null) {
            headers.put("Link", "<" + why.report() + ">; rel=\"alternate\"");
        }
        return headers;
    }

    /** The address of the next page, with the question in full. */
    private @Nullable String next() {
        return page.cursor()
                .map(cursor -> {
                    StringBuilder next = new StringBuilder(
                            "/v1/views/" + encoded(question.view().id()) + "/windows?from="
                                    + IsoInstant.format(question.query().fromMillis()) + "&to="
                                    + IsoInstant.format(question.query().toMillis()) + "&layer="
                                    + question.layer().wireName());
                    String key = question.query().key();
                    if (key != null) {
                        next.append("&key=").append(encoded(key));
                    }
                    question.query().asOfMillis().ifPresent(asOf -> next.append("&asOf=")
                            .append(IsoInstant.format(asOf)));
                    question.lateness()
                            .ifPresent(lateness -> next.append("&lateness=").append(lateness));
                    next.append("&limit=").append(limit);
                    if (format != PageFormat.JSON) {
                        next.append("&format=").append(format == PageFormat.CSV ? "csv" : "ndjson");
                    }
                    return next.append("&cursor=").append(cursor).toString();
                })
                .orElse(null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

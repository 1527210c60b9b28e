package dev.tidemark.batch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The report as one HTML file that needs nothing else: the template, and the data in it. */
final class Page {

    private static final String PLACE = "/*DATA*/null";

    private Page() {}

    static String of(PageData data) {
        try (InputStream in = Page.class.getResourceAsStream("/report/page.html")) {
            if (in == null) {
                throw new IllegalStateException("the page's template is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(PLACE, ReportJson.compact(data));
        } catch (IOException e) {
            throw new UncheckedIOException("report/page.html", e);
        }
    }
}

package dev.tidemark.query;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.query.door.QueryProblem;
import dev.tidemark.serving.reports.DayReport;
import dev.tidemark.serving.reports.ReportReader;
import dev.tidemark.serving.views.ViewVersions;
import dev.tidemark.serving.windows.Absence;
import dev.tidemark.serving.windows.WindowPage;
import dev.tidemark.serving.windows.WindowPages;
import dev.tidemark.serving.windows.WindowQuestion;
import dev.tidemark.serving.windows.WindowReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/views/{view}/windows}: what windows say, page by page. */
@Path("/v1/views/{view}/windows")
public class WindowsResource {

    private static final String WINDOWS = "windows.csv";

    private final ViewVersions views;
    private final WindowReader reader;
    private final WindowPages pages;
    private final ReportReader reports;
    private final InstantSource clock;

    WindowsResource(
            ViewVersions views, WindowReader reader, WindowPages pages, ReportReader reports, InstantSource clock) {
        this.views = views;
        this.reader = reader;
        this.pages = pages;
        this.reports = reports;
        this.clock = clock;
    }

    @GET
    @Blocking
    public Response windows(
            @PathParam("view") String name,
            @Context UriInfo address,
            @HeaderParam("Accept") @Nullable String accept,
            @HeaderParam("If-None-Match") @Nullable String known) {
        View view = ViewsResource.require(views, name);
        WindowParameters asked = WindowParameters.of(address);
        PageFormat format = asked.format(accept == null ? "" : accept);
        int limit = asked.limit();
        WindowQuestion question = asked.question(view, () -> reader.published(view.time()), clock.millis());
        WindowPage.Opened opened = pages.open(question, asked.cursor());
        if (opened instanceof WindowPage.NoCursor) {
            throw new QueryProblem(
                    QueryProblem.Kind.BAD_CURSOR,
                    "ask for the next page by the link that a page has, with nothing of the question changed");
        }
        if (opened instanceof WindowPage.OldCursor) {
            throw new QueryProblem(
                    QueryProblem.Kind.OLD_CURSOR,
                    "a cursor can be used for twelve hours, as long as what it goes by is kept; begin again without one");
        }
        WindowPage page = ((WindowPage.Open) opened).page();
        PageWriter writer = PageWriter.of(format, question, page, limit);
        if (page.cursor().isEmpty() && !page.hasTold()) {
            writer.nothing(absence(question.query().fromMillis(), pages.why(question, page, reports::has)));
        }
        Duration standing =
                asked.cursor().isPresent() ? Duration.ofMillis(page.endsMillis() - clock.millis()) : Duration.ZERO;
        return writer.answer(standing).to(known);
    }

    /** The file with a day's windows, or where there is none the report that lists what there is. */
    private static String file(DayReport report) {
        String address = "/v1/reports/" + report.day();
        return report.files().stream().anyMatch(file -> file.name().equals(WINDOWS))
                ? address + "/" + WINDOWS
                : address;
    }

    private PageWriter.NoValue absence(long fromMillis, Absence absence) {
        if (absence instanceof Absence.NotYet notYet) {
            return new PageWriter.NoValue(
                    "notYet",
                    notYet.frontierMillis() == Watermarks.UNKNOWN
                            ? "nothing is known of this layer yet"
                            : fromMillis < notYet.frontierMillis()
                                    ? "nothing came up to " + IsoInstant.format(notYet.frontierMillis())
                                            + ", and this layer is known no further"
                                    : "this layer is known up to " + IsoInstant.format(notYet.frontierMillis()),
                    null);
        }
        if (absence instanceof Absence.Expired expired) {
            return new PageWriter.NoValue(
                    "expired",
                    "the tables have let go what these windows are made of"
                            + (expired.report().isPresent() ? "; the report of their day has them" : ""),
                    expired.report()
                            .flatMap(reports::of)
                            .map(WindowsResource::file)
                            .orElse(null));
        }
        if (absence instanceof Absence.NotCovered notCovered) {
            return new PageWriter.NoValue(
                    "notCovered",
                    notCovered
                            .firstDay()
                            .map(day -> "this version of the view begins with " + day)
                            .orElse("no night has a day of this version of the view in its books yet"),
                    null);
        }
        return new PageWriter.NoValue("empty", "nothing came for these windows", null);
    }
}

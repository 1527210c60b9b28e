package dev.tidemark.query;

import dev.tidemark.query.door.QueryAnswer;
import dev.tidemark.query.door.QueryParameters;
import dev.tidemark.query.door.QueryProblem;
import dev.tidemark.serving.reports.DayReport;
import dev.tidemark.serving.reports.ReportReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/reports}, {@code /v1/reports/{day}} and its files: what the nights have found. */
@Path("/v1/reports")
public class ReportsResource {

    private static final int DAYS = 100;

    /** What Lambda can answer with, less what its base64 adds. */
    private static final long LARGEST_FILE = 4L * 1024 * 1024;

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "json", "application/json",
            "csv", "text/csv",
            "txt", "text/plain; charset=utf-8",
            "parquet", "application/vnd.apache.parquet");

    /** A page's scripts may draw it, and do nothing in the name of who looks at it; a file is what its type says. */
    private static final Map<String, String> AS_IT_IS =
            Map.of("Content-Security-Policy", "sandbox allow-scripts", "X-Content-Type-Options", "nosniff");

    private final ReportReader reports;

    ReportsResource(ReportReader reports) {
        this.reports = reports;
    }

    @GET
    @Blocking
    public Response days(@Context UriInfo address, @HeaderParam("If-None-Match") @Nullable String known) {
        String after = QueryParameters.of(address, "after").value("after").orElse("");
        if (!after.isEmpty() && !ReportReader.DAY.matcher(after).matches()) {
            throw new QueryProblem(
                    QueryProblem.Kind.BAD_REQUEST,
                    "'after' is a day as 2026-11-20, and not '" + QueryProblem.shown(after) + "'");
        }
        List<String> days = reports.days(after, DAYS);
        return QueryAnswer.json(json -> {
                    json.writeArrayFieldStart("days");
                    for (String day : days) {
                        json.writeStartObject();
                        json.writeStringField("day", day);
                        json.writeStringField("report", "/v1/reports/" + day);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    if (days.size() == DAYS) {
                        json.writeStringField("next", "/v1/reports?after=" + days.get(DAYS - 1));
                    }
                })
                .to(known);
    }

    @GET
    @Path("/{day}")
    @Blocking
    public Response day(
            @PathParam("day") String day,
            @Context UriInfo address,
            @HeaderParam("If-None-Match") @Nullable String known) {
        QueryParameters.of(address);
        DayReport report = require(day);
        return QueryAnswer.json(json -> {
                    json.writeStringField("day", report.day());
                    json.writeStringField("run", report.run());
                    json.writeArrayFieldStart("files");
                    for (DayReport.File file : report.files()) {
                        json.writeStartObject();
                        json.writeStringField("name", file.name());
                        json.writeNumberField("bytes", file.bytes());
                        json.writeStringField("file", "/v1/reports/" + report.day() + "/" + file.name());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                })
                .to(known);
    }

    @GET
    @Path("/{day}/{file}")
    @Blocking
    public Response file(
            @PathParam("day") String day,
            @PathParam("file") String name,
            @Context UriInfo address,
            @HeaderParam("If-None-Match") @Nullable String known)
            throws IOException {
        QueryParameters.of(address);
        DayReport report = require(day);
        DayReport.File file = report.files().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> none("the report of " + day + " has no file '" + QueryProblem.shown(name)
                        + "'; /v1/reports/" + day + " lists them"));
        if (file.bytes() > LARGEST_FILE) {
            throw new QueryProblem(
                    QueryProblem.Kind.TOO_LARGE,
                    "'" + name + "' has " + file.bytes() + " bytes, and an answer at most " + LARGEST_FILE
                            + "; it lies in the bucket below batch/days/" + day + "/" + report.run() + "/");
        }
        try (InputStream content = reports.open(report, name)
                .orElseThrow(() -> none("the report of " + day + " is just being replaced"))) {
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return new QueryAnswer(type, content.readAllBytes(), Duration.ZERO, AS_IT_IS).to(known);
        }
    }

    private DayReport require(String day) {
        return reports.of(day)
                .orElseThrow(() -> none("there is no report of '" + QueryProblem.shown(day)
                        + "'; /v1/reports lists the days that have one"));
    }

    private static QueryProblem none(String detail) {
        return new QueryProblem(QueryProblem.Kind.NO_SUCH_REPORT, detail);
    }
}

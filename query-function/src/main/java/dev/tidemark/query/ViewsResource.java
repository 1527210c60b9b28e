package dev.tidemark.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.AggregateSpec;
import dev.tidemark.domain.view.View;
import dev.tidemark.query.door.QueryAnswer;
import dev.tidemark.query.door.QueryParameters;
import dev.tidemark.query.door.QueryProblem;
import dev.tidemark.serving.views.ViewVersions;
import dev.tidemark.serving.windows.WindowReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/views} and {@code /v1/views/{view}}: what can be asked for. */
@Path("/v1/views")
public class ViewsResource {

    private final ViewVersions views;
    private final WindowReader reader;

    ViewsResource(ViewVersions views, WindowReader reader) {
        this.views = views;
        this.reader = reader;
    }

    @GET
    @Blocking
    public Response all(@Context UriInfo address, @HeaderParam("If-None-Match") @Nullable String known) {
        QueryParameters.of(address);
        Map<String, Long> verified = views.verifiedThrough();
        return QueryAnswer.json(json -> {
                    json.writeArrayFieldStart("views");
                    for (View view : views.current()) {
                        json.writeStartObject();
                        definition(json, view, verified);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                })
                .to(known);
    }

    @GET
    @Path("/{view}")
    @Blocking
    public Response one(
            @PathParam("view") String name,
            @Context UriInfo address,
            @HeaderParam("If-None-Match") @Nullable String known) {
        QueryParameters.of(address);
        View view = require(views, name);
        Map<String, List<String>> versions = views.versions(view.name());
        NavigableSet<String> days = reader.daysInBooks(view, reader.standpoint(view));
        Map<String, Long> verified = views.verifiedThrough();
        return QueryAnswer.json(json -> {
                    definition(json, view, verified);
                    json.writeArrayFieldStart("versions");
                    for (Map.Entry<String, List<String>> version : versions.entrySet()) {
                        json.writeStartObject();
                        json.writeStringField("id", version.getKey());
                        json.writeArrayFieldStart("files");
                        for (String file : version.getValue()) {
                            json.writeString(file);
                        }
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    if (days.isEmpty()) {
                        json.writeNullField("firstDay");
                    } else {
                        json.writeStringField("firstDay", days.first());
                    }
                })
                .to(known);
    }

    private static void definition(JsonGenerator json, View view, Map<String, Long> verified) throws IOException {
        json.writeStringField("id", view.id());
        json.writeStringField("name", view.name());
        json.writeStringField("version", view.version());
        json.writeStringField("key", view.key() == null ? "none" : view.key().toString());
        json.writeStringField("time", view.time().wireName());
        json.writeFieldName("window");
        WindowSpecJson.write(json, view.window());
        json.writeArrayFieldStart("aggregates");
        for (AggregateSpec aggregate : view.aggregates()) {
            json.writeString(aggregate.resultName());
        }
        json.writeEndArray();
        json.writeStringField("allowedLateness", view.allowedLateness().toString());
        json.writeStringField("latePaneEvery", view.latePaneEvery().toString());
        Long through = verified.get(view.id());
        if (through == null) {
            json.writeNullField("verifiedThrough");
        } else {
            json.writeStringField("verifiedThrough", IsoInstant.format(through));
        }
    }

    /** The view of a name or id. */
    static View require(ViewVersions views, String name) {
        return views.find(name)
                .orElseThrow(() -> new QueryProblem(
                        QueryProblem.Kind.NO_SUCH_VIEW,
                        "there is no view '" + QueryProblem.shown(name) + "'; there are: "
                                + views.current().stream().map(View::name).collect(Collectors.joining(", "))));
    }
}

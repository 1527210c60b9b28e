package dev.tidemark.batch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.batch.night.Request;
import dev.tidemark.batch.night.Result;
import dev.tidemark.batch.report.Json;
import dev.tidemark.batch.report.SummaryJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The batch job as a Lambda function. The event may name days: {@code {"from":"2024-07-15","to":"2024-07-16"}} or {@code
 * {"date":"2024-07-15"}}; any other event, a schedule's for example, computes what has changed. The answer is the run's
 * {@code summary.json}. A run that fails to pass is an answer, not an error; one that could not run is an error.
 */
public final class BatchHandler implements RequestStreamHandler {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SCRATCH = "/tmp/tidemark-batch";
    private static final String MEMORY = "TIDEMARK_BATCH_MEMORY";
    private static final String DEFAULT_MEMORY = "1GB";

    private final BatchSettings settings = BatchSettings.of(System.getenv());
    private final Stores stores = Stores.of(settings);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Days days = Days.read(input);
        String memory = System.getenv().getOrDefault(MEMORY, DEFAULT_MEMORY);
        String views = settings.views();
        if (views == null) {
            throw new RefusedException("the environment names no views file");
        }
        Request request = new Request(
                Job.views(Path.of(views)),
                days.from(),
                days.to(),
                Path.of(SCRATCH),
                null,
                memory,
                Runtime.getRuntime().availableProcessors(),
                settings.cellsKeptFor());
        Result result = Job.run(stores, request, Clock.systemUTC(), System.err);
        output.write(
                Json.pretty(SummaryJson.of(result.summary(), result.exitCode())).getBytes(StandardCharsets.UTF_8));
    }

    /** The days that an event names, if it does. */
    record Days(@Nullable LocalDate from, @Nullable LocalDate to) {

        static Days read(InputStream input) throws IOException {
            LocalDate from = null;
            LocalDate to = null;
            try (JsonParser json = JSON.createParser(input)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return new Days(null, null);
                }
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    switch (name) {
                        case "from" -> from = date(json);
                        case "to" -> to = date(json);
                        case "date" -> {
                            from = date(json);
                            to = from;
                        }
                        default -> json.skipChildren();
                    }
                }
            }
            return new Days(from, to);
        }

        private static @Nullable LocalDate date(JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            try {
                return LocalDate.parse(json.getText());
            } catch (DateTimeException e) {
                throw new RefusedException("a day such as 2024-07-15 was expected, not '" + json.getText() + "'");
            }
        }
    }
}

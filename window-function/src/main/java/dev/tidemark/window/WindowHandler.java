package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Kinesis into the grid. */
@Named("window")
public class WindowHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private final WindowFunction function;

    @Inject
    public WindowHandler(WindowFunction function) {
        this.function = function;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        return ShardBatches.response(function.apply(ShardBatches.of(event)));
    }
}

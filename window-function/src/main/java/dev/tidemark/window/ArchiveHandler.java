package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Kinesis into the archive. */
@Named("archive")
public class ArchiveHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private final ArchiveFunction function;

    @Inject
    public ArchiveHandler(ArchiveFunction function) {
        this.function = function;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        return ShardBatches.response(function.archive(ShardBatches.of(event)));
    }
}

package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.window.close.Closer;
import dev.tidemark.window.exactlyonce.ShardProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Kinesis into the grid; then whatever the moved watermark has completed. */
@Named("window")
public class WindowHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private static final Logger LOG = Logger.getLogger(WindowHandler.class);

    private final ShardProcessor processor;
    private final Closer closer;

    @Inject
    public WindowHandler(ShardProcessor processor, Closer closer) {
        this.processor = processor;
        this.closer = closer;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        AtomicBoolean moved = new AtomicBoolean();
        StreamsEventResponse response = ShardBatches.each(event, (shardId, records) -> {
            ShardProcessor.Result result = processor.process(shardId, records);
            Watermarks before = result.before().time().watermarks();
            Watermarks after = result.after().time().watermarks();
            if (!after.equals(before)) {
                moved.set(true);
            }
        });
        if (moved.get()) {
            try {
                closer.closeAfterBatch();
            } catch (RuntimeException e) {
                // The batch is applied; what could not be published now, the next batch or tick publishes.
                LOG.warn("closing after a batch failed; the tick will close", e);
            }
        }
        return response;
    }
}

package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.window.archive.Archiver;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Kinesis into the archive. */
@Named("archive")
public class ArchiveHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private final Archiver archiver;

    @Inject
    public ArchiveHandler(Archiver archiver) {
        this.archiver = archiver;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        return ShardBatches.each(event, archiver::archive);
    }
}

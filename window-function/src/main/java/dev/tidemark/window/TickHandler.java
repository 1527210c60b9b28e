package dev.tidemark.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tidemark.window.tick.Tick;
import dev.tidemark.window.tick.TickReport;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import org.jboss.logging.Logger;

/** The scheduler's minute. What the event says is not needed: the time of a tick is when it runs. */
@Named("tick")
public class TickHandler implements RequestHandler<Map<String, Object>, TickReport> {

    private static final Logger LOG = Logger.getLogger(TickHandler.class);

    private final Tick tick;

    @Inject
    public TickHandler(Tick tick) {
        this.tick = tick;
    }

    @Override
    public TickReport handleRequest(Map<String, Object> event, Context context) {
        TickReport report = tick.run();
        LOG.infof("tick: %s", report);
        return report;
    }
}

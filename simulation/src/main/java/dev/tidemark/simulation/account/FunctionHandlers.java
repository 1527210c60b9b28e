package dev.tidemark.simulation.account;

import dev.tidemark.platform.Environment;
import dev.tidemark.platform.Table;
import dev.tidemark.window.ArchiveFunction;
import dev.tidemark.window.ArchiveHandler;
import dev.tidemark.window.FunctionServices;
import dev.tidemark.window.FunctionSettings;
import dev.tidemark.window.TickFunction;
import dev.tidemark.window.TickHandler;
import dev.tidemark.window.WindowFunction;
import dev.tidemark.window.WindowHandler;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The handlers of the window function's zip, composed as there, but that store calls go one after the other, in a fixed order. */
final class FunctionHandlers {

    private final FunctionServices services;

    FunctionHandlers(StageClients clients, SimulatedStage.Plan plan, Clock clock) {
        Map<String, String> environment = new HashMap<>();
        environment.put(Environment.STREAM, StageNames.STREAM);
        environment.put(Environment.BUCKET, StageNames.BUCKET);
        for (Table table : Table.values()) {
            environment.put(Environment.table(table), StageNames.of(table));
        }
        this.services = new FunctionServices(
                clients.dynamo(),
                clients.kinesis(),
                clients.s3(),
                clock,
                Runnable::run,
                new FunctionSettings(environment::get, plan.views()));
    }

    WindowHandler window() {
        return new WindowHandler(new WindowFunction(services));
    }

    ArchiveHandler archive() {
        return new ArchiveHandler(new ArchiveFunction(services));
    }

    TickHandler tick() {
        return new TickHandler(new TickFunction(services));
    }
}

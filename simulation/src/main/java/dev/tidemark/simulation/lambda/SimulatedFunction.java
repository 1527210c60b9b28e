package dev.tidemark.simulation.lambda;

import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.simulation.timeline.Strand;
import dev.tidemark.simulation.timeline.StrandDied;
import dev.tidemark.simulation.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A deployed function. An invocation goes to any idle instance, or to a new one; an instance that timed out or died serves
 * no more; one that waits for a long time is replaced. What an instance does after its invocation was given up, it does as a
 * zombie: nobody waits for its answer.
 */
public final class SimulatedFunction {

    /** How often an invocation meets a new instance although there is an idle one. */
    private static final double NEW_INSTANCE = 0.05;

    private final PlatformFunction spec;
    private final Timeline timeline;
    private final SplittableRandom random;
    private final Function<SimulatedInstance, FunctionCode> start;
    private final List<Running> instances = new ArrayList<>();
    private final FunctionCounts counts = new FunctionCounts();
    private int started;

    private record Running(SimulatedInstance instance, FunctionCode code) {}

    /**
     * A function without instances.
     *
     * @param start what an instance does when it starts; gives what handles its events
     */
    public SimulatedFunction(
            PlatformFunction spec,
            Timeline timeline,
            SplittableRandom random,
            Function<SimulatedInstance, FunctionCode> start) {
        this.spec = spec;
        this.timeline = timeline;
        this.random = random;
        this.start = start;
    }

    public PlatformFunction spec() {
        return spec;
    }

    public FunctionCounts counts() {
        return counts;
    }

    /** Invokes it; {@code whenOver} hears how it came out, once. */
    public void invoke(Object event, Consumer<InvocationEnd> whenOver) {
        counts.invocations++;
        instances.removeIf(running -> running.instance().isGone());
        List<Running> idle = instances.stream()
                .filter(running -> running.instance().isIdle())
                .toList();
        boolean fresh = idle.isEmpty() || random.nextDouble() < NEW_INSTANCE;
        Call call = new Call(whenOver);
        SimulatedInstance instance;
        Strand strand;
        if (fresh) {
            SimulatedInstance added = new SimulatedInstance(spec.shortName() + "-" + ++started);
            strand = timeline.start(added.toString(), () -> {
                FunctionCode code;
                try {
                    code = start.apply(added);
                } catch (RuntimeException e) {
                    added.retire();
                    call.over(new InvocationEnd.Threw(e));
                    return;
                }
                instances.add(new Running(added, code));
                run(added, code, event, call);
            });
            instance = added;
        } else {
            Running chosen = idle.get(random.nextInt(idle.size()));
            strand = timeline.start(
                    chosen.instance().toString(), () -> run(chosen.instance(), chosen.code(), event, call));
            instance = chosen.instance();
        }
        Runnable giveUp = () -> {
            if (!call.isOver()) {
                instance.retire();
                call.over(new InvocationEnd.TimedOut());
            }
        };
        instance.begin(strand, giveUp);
        timeline.after(spec.timeout().toMillis() * 1_000L, giveUp);
    }

    private void run(SimulatedInstance instance, FunctionCode code, Object event, Call call) {
        InvocationEnd end;
        try {
            end = new InvocationEnd.FunctionAnswered(code.handle(event));
        } catch (StrandDied e) {
            instance.retire();
            end = new InvocationEnd.Died();
        } catch (Exception e) {
            end = new InvocationEnd.Threw(e);
        }
        instance.end();
        call.over(end);
    }

    /** Kills an instance in the middle of an invocation, if one is under way. */
    public void killOne() {
        List<Running> busy = instances.stream()
                .filter(running ->
                        !running.instance().isIdle() && !running.instance().isGone())
                .toList();
        if (!busy.isEmpty()) {
            busy.get(random.nextInt(busy.size())).instance().kill();
            counts.killed++;
        }
    }

    /** Replaces every idle instance, as the service does now and then and a deployment always does. */
    public void replaceIdle() {
        instances.stream()
                .map(Running::instance)
                .filter(SimulatedInstance::isIdle)
                .forEach(SimulatedInstance::retire);
    }

    /** The caller's side of an invocation. */
    private final class Call {
        private final Consumer<InvocationEnd> whenOver;
        private boolean over;

        Call(Consumer<InvocationEnd> whenOver) {
            this.whenOver = whenOver;
        }

        boolean isOver() {
            return over;
        }

        void over(InvocationEnd end) {
            if (over) {
                return;
            }
            over = true;
            if (end instanceof InvocationEnd.Threw) {
                counts.errors++;
            } else if (end instanceof InvocationEnd.TimedOut) {
                counts.timeouts++;
            } else if (end instanceof InvocationEnd.Died) {
                counts.died++;
            }
            whenOver.accept(end);
        }
    }
}

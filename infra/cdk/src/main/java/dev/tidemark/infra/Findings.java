package dev.tidemark.infra;

import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.SynthesisMessageLevel;

/** What the checks said about an assembly: cdk-nag's rules that are not suppressed, and the library's own warnings. */
final class Findings {

    /**
     * One of them.
     *
     * @param level how bad it is
     * @param construct the path of what it is about
     * @param text the rule and what is wrong
     */
    record SynthesisFinding(SynthesisMessageLevel level, String construct, String text) {

        boolean isError() {
            return level == SynthesisMessageLevel.ERROR;
        }

        @Override
        public String toString() {
            return level.name() + " " + construct + ": " + text;
        }
    }

    private Findings() {}

    /** All errors and warnings. */
    static List<SynthesisFinding> of(CloudAssembly assembly) {
        return assembly.getStacks().stream()
                .flatMap(stack -> stack.getMessages().stream())
                .filter(message -> message.getLevel() != SynthesisMessageLevel.INFO)
                .map(message -> new SynthesisFinding(
                        message.getLevel(),
                        message.getId(),
                        Objects.toString(message.getEntry().getData(), "").strip()))
                .toList();
    }
}

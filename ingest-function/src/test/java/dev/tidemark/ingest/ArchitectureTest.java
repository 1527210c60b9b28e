package dev.tidemark.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tidemark.ingest.door.Protocol;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "dev.tidemark.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PROTOCOLS = {
        "dev.tidemark.ingest.envelopes..",
        "dev.tidemark.ingest.cloudevents..",
        "dev.tidemark.ingest.segment..",
        "dev.tidemark.ingest.amplitude..",
        "dev.tidemark.ingest.snowplow..",
        "dev.tidemark.ingest.posthog.."
    };

    /** So that no protocol comes without being held to what follows. */
    @ArchTest
    static void allProtocolsAreListed(JavaClasses classes) {
        Set<String> speaking = classes.stream()
                .filter(type -> type.isAssignableTo(Protocol.class))
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(Protocol.class.getPackageName()))
                .map(name -> name + "..")
                .collect(Collectors.toSet());
        assertThat(speaking).containsExactlyInAnyOrder(PROTOCOLS);
    }

    /** So one that comes changes nothing that is there. */
    @ArchTest
    static void aProtocolKnowsNoOther(JavaClasses classes) {
        for (String protocol : PROTOCOLS) {
            String[] others = Arrays.stream(PROTOCOLS)
                    .filter(other -> !other.equals(protocol))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(protocol)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule NOBODY_KNOWS_A_PROTOCOL = noClasses()
            .that()
            .resideOutsideOfPackages(PROTOCOLS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROTOCOLS);

    @ArchTest
    static final ArchRule THE_MODEL_AND_ITS_READING_KNOW_NEITHER_HTTP_NOR_KINESIS = noClasses()
            .that()
            .resideInAnyPackage("..model..", "..reading..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.ingest.door..",
                    "dev.tidemark.ingest.log..",
                    "io.vertx..",
                    "jakarta.ws..",
                    "software.amazon..",
                    "io.quarkus..");

    @ArchTest
    static final ArchRule ONLY_THE_LOG_KNOWS_KINESIS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.ingest.log..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule THE_LOG_KNOWS_NO_HTTP = noClasses()
            .that()
            .resideInAPackage("dev.tidemark.ingest.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tidemark.ingest.door..", "io.vertx..", "jakarta.ws..");

    @ArchTest
    static final ArchRule NOBODY_READS_A_WALL_CLOCK_OF_HIS_OWN = noClasses()
            .that()
            .doNotHaveSimpleName("Wiring")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule NO_TREE_OF_JSON =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");
}

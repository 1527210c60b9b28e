package dev.tidemark.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tidemark.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ENVELOPES_KNOW_NEITHER_HTTP_NOR_KINESIS = noClasses()
            .that()
            .resideInAnyPackage("..envelope..", "..protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.ingest.http..",
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
            .resideInAnyPackage("dev.tidemark.ingest.http..", "io.vertx..", "jakarta.ws..");

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

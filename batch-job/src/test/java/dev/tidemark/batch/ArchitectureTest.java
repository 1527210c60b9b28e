package dev.tidemark.batch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the batch may touch. That it shares no computation with the stream is what its verdict stands on. */
@AnalyzeClasses(packages = "dev.tidemark.batch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theBatchSharesNoComputationWithTheStream = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.domain.window..", "dev.tidemark.domain.watermark..", "dev.tidemark.domain.fold..");

    @ArchTest
    static final ArchRule itTakesDefinitionsOnlyFromTheDomain = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("dev.tidemark..")
            .orShould()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.duckdb..",
                    "com.fasterxml.jackson..",
                    "picocli..",
                    "com.amazonaws.services.lambda.runtime..",
                    "software.amazon.awssdk..",
                    "dev.tidemark.batch..",
                    "dev.tidemark.domain.event..",
                    "dev.tidemark.domain.view..",
                    "dev.tidemark.domain.aggregate..",
                    "dev.tidemark.platform..");

    @ArchTest
    static final ArchRule onlyTheAdaptersKnowTheSdk = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.batch.store")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule onlyTheEngineKnowsJdbc = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.batch.sql")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.Connection");

    /** A stage knows those before it, and none behind it. */
    @ArchTest
    static final ArchRule arrowsPointOneWay =
            slices().matching("dev.tidemark.batch.(*)..").should().beFreeOfCycles();
}

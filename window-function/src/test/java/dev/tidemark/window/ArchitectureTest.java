package dev.tidemark.window;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the parts of the functions may touch. */
@AnalyzeClasses(packages = "dev.tidemark.window", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule protocolClosingArchiveAndVersionsKnowNoService = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.tidemark.window.exactlyonce",
                    "dev.tidemark.window.close",
                    "dev.tidemark.window.archive",
                    "dev.tidemark.window.versions")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "software.amazon..",
                    "com.amazonaws..",
                    "io.quarkus..",
                    "jakarta..",
                    "dev.tidemark.platform.item..",
                    "dev.tidemark.window.store.."));

    @ArchTest
    static final ArchRule itemsAreTakenApartByTheirCodecsAlone = noClasses()
            .that()
            .doNotHaveSimpleName("DynamoTables")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("AttributeValue");

    @ArchTest
    static final ArchRule handlersKnowTheirFunctionAndNothingBehindIt = noClasses()
            .that()
            .haveSimpleNameEndingWith("Handler")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.tidemark.window.exactlyonce..",
                    "dev.tidemark.window.close..",
                    "dev.tidemark.window.archive..",
                    "dev.tidemark.window.shards..",
                    "dev.tidemark.window.store..",
                    "dev.tidemark.window.versions..",
                    "software.amazon.."));

    /** Time is a parameter; the services' clock is the one that there is. */
    @ArchTest
    static final ArchRule nobodyReadsAClockOfHisOwn =
            noClasses().should().callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime")));
}

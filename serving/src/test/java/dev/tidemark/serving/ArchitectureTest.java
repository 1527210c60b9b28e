package dev.tidemark.serving;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is read for others knows nobody who asks, and writes nothing. */
@AnalyzeClasses(packages = "dev.tidemark.serving", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule whoAsksIsNotKnown = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "picocli..", "dev.tidemark.local..", "dev.tidemark.batch.."));

    @ArchTest
    static final ArchRule itemsAreTakenApartByTheirCodecsAlone = noClasses()
            .that()
            .doNotHaveSimpleName("TableReader")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("AttributeValue");

    @ArchTest
    static final ArchRule nothingIsWritten = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("(put|update|delete|batchWrite|transactWrite)[A-Z].*"))
                    .and(target(com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                            resideInAnyPackage("software.amazon..")))));

    @ArchTest
    static final ArchRule panesAreReadInOnePlace = noClasses()
            .that()
            .doNotHaveSimpleName("StoredPanes")
            .should()
            .callMethodWhere(target(nameMatching("of|partitionPrefix"))
                    .and(target(com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                            com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                                    "dev.tidemark.platform.item.WindowItem")))));

    /** Time is a parameter. */
    @ArchTest
    static final ArchRule nobodyReadsAClockOfHisOwn =
            noClasses().should().callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime")));

    @ArchTest
    static final ArchRule packagesDependOneWay =
            slices().matching("dev.tidemark.serving.(*)..").should().beFreeOfCycles();
}

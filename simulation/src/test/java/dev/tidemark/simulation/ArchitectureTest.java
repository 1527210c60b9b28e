package dev.tidemark.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages of the simulation may touch, as each of them says. */
@AnalyzeClasses(packages = "dev.tidemark.simulation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule virtualTimeKnowsNothingOfServicesOrThePlatform = noClasses()
            .that()
            .resideInAPackage("dev.tidemark.simulation.timeline")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "org.jspecify..", "dev.tidemark.simulation.timeline");

    /** So whoever needs a table or a bucket in memory can have one. */
    @ArchTest
    static final ArchRule servicesKnowNothingOfWhatTheyHold = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.tidemark.simulation.dynamo", "dev.tidemark.simulation.kinesis", "dev.tidemark.simulation.s3")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.domain..",
                    "dev.tidemark.platform.item..",
                    "dev.tidemark.window..",
                    "dev.tidemark.batch..",
                    "dev.tidemark.simulation.lambda..",
                    "dev.tidemark.simulation.account..",
                    "dev.tidemark.simulation.day..");

    /** What an attribute is called is the codecs' business; to whoever compares whole items all attributes are alike. */
    @ArchTest
    static final ArchRule itemsAreTakenApartByTheirCodecsAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.simulation.dynamo")
            .and()
            .doNotHaveSimpleName("StageItems")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("AttributeValue");

    @ArchTest
    static final ArchRule lambdaRunsWhateverItIsGiven = noClasses()
            .that()
            .resideInAPackage("dev.tidemark.simulation.lambda")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.window..",
                    "dev.tidemark.batch..",
                    "dev.tidemark.simulation.account..",
                    "dev.tidemark.simulation.day..");

    @ArchTest
    static final ArchRule packagesDependOneWay =
            slices().matching("dev.tidemark.simulation.(*)..").should().beFreeOfCycles();
}

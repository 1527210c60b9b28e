package dev.tidemark.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages of the command line may touch, as each of them says. */
@AnalyzeClasses(
        packages = {
            "dev.tidemark.local.chaos",
            "dev.tidemark.local.cli",
            "dev.tidemark.local.data",
            "dev.tidemark.local.fleet",
            "dev.tidemark.local.log",
            "dev.tidemark.local.outcome",
            "dev.tidemark.local.replay",
            "dev.tidemark.local.verify"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** All else meets functions as packages, in processes of their own. */
    @ArchTest
    static final ArchRule theCalmPassAloneRunsTheirCode = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.local.chaos")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.window..",
                    "dev.tidemark.ingest..",
                    "dev.tidemark.batch..",
                    "dev.tidemark.simulation..");

    @ArchTest
    static final ArchRule nothingKnowsTheCommands = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.local.cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tidemark.local.cli..");

    @ArchTest
    static final ArchRule aDataDirectoryIsPlainFiles = noClasses()
            .that()
            .resideInAPackage("dev.tidemark.local.data")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "java.net.http..", "io.vertx..", "dev.tidemark.local.platform..");

    @ArchTest
    static final ArchRule recordingsAndFleetsKnowNothingButTheApi = noClasses()
            .that()
            .resideInAnyPackage("dev.tidemark.local.replay", "dev.tidemark.local.fleet")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "software.amazon..",
                    "dev.tidemark.platform.item..",
                    "dev.tidemark.local.data..",
                    "dev.tidemark.local.platform..",
                    "dev.tidemark.serving..");

    /** What an attribute is called is the codecs' business; a comparison of whole items takes every attribute alike. */
    @ArchTest
    static final ArchRule itemsAreTakenApartByTheirCodecsAlone = noClasses()
            .that()
            .doNotHaveSimpleName("Comparison")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("AttributeValue");

    @ArchTest
    static final ArchRule packagesDependOneWay =
            slices().matching("dev.tidemark.local.(*)..").should().beFreeOfCycles();
}

package dev.tidemark.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the parts agree on are values: no computation, no calls, and the SDK's types in the package of items alone. */
@AnalyzeClasses(packages = "dev.tidemark.platform", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itTakesValuesOnlyFromTheDomain = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "software.amazon.awssdk..",
                    "dev.tidemark.platform..",
                    "dev.tidemark.domain.event..",
                    "dev.tidemark.domain.view..",
                    "dev.tidemark.domain.aggregate..");

    @ArchTest
    static final ArchRule onlyItemsKnowTheSdk = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tidemark.platform.item")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule itemsCallNothing =
            noClasses().should().dependOnClassesThat().haveSimpleNameEndingWith("Client");
}

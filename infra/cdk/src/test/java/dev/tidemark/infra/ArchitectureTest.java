package dev.tidemark.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.tidemark.infra", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule of_the_domain_the_stacks_know_the_platform_and_the_views = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.domain.event..",
                    "dev.tidemark.domain.fold..",
                    "dev.tidemark.domain.aggregate..",
                    "dev.tidemark.domain.window..",
                    "dev.tidemark.domain.watermark..");

    @ArchTest
    static final ArchRule templates_do_not_depend_on_when_they_are_made = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    /** The bill belongs to a test, so it is not among the classes of the other rules. */
    @Test
    void the_bill_knows_only_numbers() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software..", "dev.tidemark.domain..", "dev.tidemark.infra.stack..")
                .check(new ClassFileImporter().importPackages("dev.tidemark.infra.cost"));
    }
}

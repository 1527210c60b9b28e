package dev.tidemark.query;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tidemark.serving.windows.WindowReader;

/** Queries say what {@code serving} reads: they read nothing themselves, compute nothing, and know no other function. */
@AnalyzeClasses(packages = "dev.tidemark.query", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule no_other_function_is_known = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.ingest..",
                    "dev.tidemark.window..",
                    "dev.tidemark.batch..",
                    "dev.tidemark.local..",
                    "dev.tidemark.simulation..");

    @ArchTest
    static final ArchRule nothing_is_folded_or_taken_apart_here = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tidemark.domain.fold..", "dev.tidemark.platform.item..");

    /** What asks a store, or knows that one can fail, is made or said in these. */
    @ArchTest
    static final ArchRule stores_are_read_by_serving_alone = noClasses()
            .that()
            .doNotHaveSimpleName("QueryWiring")
            .and()
            .doNotHaveSimpleName("QueryProblems")
            .and()
            .doNotHaveSimpleName("CanRead")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    /** The function may not scan: a question costs what it asks for, and not what there is. */
    @ArchTest
    static final ArchRule no_question_reads_a_whole_table = noClasses()
            .should()
            .callMethodWhere(
                    target(nameMatching("all|rows|cells|beyond")).and(target(owner(assignableTo(WindowReader.class)))));

    @ArchTest
    static final ArchRule the_door_knows_no_question = noClasses()
            .that()
            .resideInAPackage("dev.tidemark.query.door..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.tidemark.serving..", "dev.tidemark.domain.."));

    @ArchTest
    static final ArchRule nobody_reads_a_clock_of_his_own = noClasses()
            .that()
            .doNotHaveSimpleName("QueryWiring")
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis|nanoTime|systemUTC")));

    @ArchTest
    static final ArchRule json_is_written_and_no_tree_is_made =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");
}

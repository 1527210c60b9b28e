package dev.tidemark.local.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** It could serve any project with Kinesis and Java functions. */
@AnalyzeClasses(packages = "dev.tidemark", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> APPLICATION = JavaClass.Predicates.resideInAPackage(
                    "dev.tidemark..")
            .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("dev.tidemark.local.runtime..")));

    @ArchTest
    static final ArchRule itKnowsNothingOfTidemark = noClasses()
            .that()
            .resideInAPackage("dev.tidemark.local.runtime..")
            .should()
            .dependOnClassesThat(APPLICATION);

    @ArchTest
    static final ArchRule nothingElseIsOnItsClassPath =
            classes().should().resideInAPackage("dev.tidemark.local.runtime..");

    @ArchTest
    static final ArchRule aFunctionKnowsNoStreamAndNoGateway = noClasses()
            .that()
            .resideInAPackage("..runtime.lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..runtime.mapping..", "..runtime.gateway..", "..runtime.emulator..", "software.amazon..");

    @ArchTest
    static final ArchRule processesAndFaultsKnowNoneOfTheOthers = noClasses()
            .that()
            .resideInAnyPackage("..runtime.process..", "..runtime.fault..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..runtime.lambda..", "..runtime.mapping..", "..runtime.gateway..", "..runtime.emulator..");
}

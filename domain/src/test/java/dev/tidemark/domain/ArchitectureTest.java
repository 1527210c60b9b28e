package dev.tidemark.domain;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What the domain may touch: values and arithmetic. Time and bytes come in as parameters. */
@AnalyzeClasses(packages = "dev.tidemark.domain", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Bytes in memory, and what libraries declare to throw. */
    private static final Class<?>[] MEMORY_IO = {
        ByteArrayOutputStream.class,
        InputStream.class,
        OutputStream.class,
        IOException.class,
        UncheckedIOException.class,
        Serializable.class
    };

    @ArchTest
    static final ArchRule theDomainUsesNothingButJavaItsTwoParsersAndSketches = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "dev.tidemark.domain..",
                    "java.lang..",
                    "java.math..",
                    "java.nio",
                    "java.nio.charset..",
                    "java.security..",
                    "java.time..",
                    "java.util",
                    "java.util.function..",
                    "java.util.regex..",
                    "java.util.stream..",
                    "java.util.zip..",
                    "java.io..",
                    "com.fasterxml.jackson.core..",
                    "org.snakeyaml.engine..",
                    "org.apache.datasketches..",
                    "org.jspecify..",
                    ""));

    @ArchTest
    static final ArchRule theDomainDoesNoIo = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "javax.net..")
                            .or(resideInAnyPackage("java.io..").and(not(belongToAnyOf(MEMORY_IO)))));

    @ArchTest
    static final ArchRule theDomainReadsNoClock = noClasses()
            .should()
            .callMethodWhere(owner(resideInAnyPackage("java.time..")).and(nameMatching("now")))
            .orShould()
            .callMethodWhere(nameMatching("currentTimeMillis|nanoTime"))
            .orShould()
            .callMethodWhere(owner(resideInAnyPackage("java.time..")).and(nameMatching("system.*|tick.*")))
            .orShould()
            .dependOnClassesThat(nameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar|Timer|Random)"));

    @ArchTest
    static final ArchRule jsonIsReadByTheEventPackageAlone = noClasses()
            .that(resideOutsideOfPackages("dev.tidemark.domain.event"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.fasterxml.."));

    @ArchTest
    static final ArchRule sketchesAreTheAggregatePackagesAlone = noClasses()
            .that(resideOutsideOfPackages("dev.tidemark.domain.aggregate"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.datasketches.."));

    @ArchTest
    static final ArchRule yamlIsReadByTheViewPackageAlone = noClasses()
            .that(resideOutsideOfPackages("dev.tidemark.domain.view"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.snakeyaml.."));

    @ArchTest
    static final ArchRule packagesDependDownwardsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("aggregate")
            .definedBy("..domain.aggregate..")
            .layer("event")
            .definedBy("..domain.event..")
            .layer("view")
            .definedBy("..domain.view..")
            .layer("window")
            .definedBy("..domain.window..")
            .layer("watermark")
            .definedBy("..domain.watermark..")
            .layer("fold")
            .definedBy("..domain.fold..")
            .whereLayer("aggregate")
            .mayNotAccessAnyLayer()
            .whereLayer("event")
            .mayOnlyAccessLayers("aggregate")
            .whereLayer("view")
            .mayOnlyAccessLayers("event", "aggregate")
            .whereLayer("window")
            .mayOnlyAccessLayers("view", "event")
            .whereLayer("watermark")
            .mayOnlyAccessLayers("view", "event")
            .whereLayer("fold")
            .mayOnlyAccessLayers("aggregate", "event", "view", "window", "watermark");

    @ArchTest
    static final ArchRule thereAreNoCycles =
            slices().matching("dev.tidemark.domain.(*)..").should().beFreeOfCycles();

    /** A rule that finds nothing may be a rule that looks at nothing. */
    @ArchTest
    static void theRulesFindWhatTheyForbid(JavaClasses ignored) {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        for (ArchRule rule : List.of(
                theDomainReadsNoClock, theDomainDoesNoIo, theDomainUsesNothingButJavaItsTwoParsersAndSketches)) {
            assertThat(rule.evaluate(offender).hasViolation())
                    .as(rule.getDescription())
                    .isTrue();
        }
    }

    private static final class Offender {
        Object offends() throws IOException {
            return List.of(Instant.now(), Clock.systemUTC(), System.nanoTime(), Files.size(Path.of("")));
        }
    }
}

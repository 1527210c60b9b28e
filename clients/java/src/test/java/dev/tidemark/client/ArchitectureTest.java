package dev.tidemark.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packagesOf = Outbox.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The annotations are the compiler's and need not be there when the code runs. {@code java.time} came late to Android. */
    @ArchTest
    static final ArchRule NEEDS_NOTHING_BUT_THE_PLATFORM = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tidemark.client",
                    "java.io",
                    "java.lang..",
                    "java.math",
                    "java.net",
                    "java.nio..",
                    "java.util",
                    "java.util.stream",
                    "java.util.function",
                    "java.util.zip",
                    "org.jspecify.annotations");

    @Test
    void runs_on_java_8() throws Exception {
        try (InputStream bytes = Outbox.class.getResourceAsStream("Outbox.class");
                DataInputStream file = new DataInputStream(bytes)) {
            assertThat(file.readInt()).isEqualTo(0xCAFEBABE);
            file.readUnsignedShort();
            assertThat(file.readUnsignedShort()).as("version of the class file").isEqualTo(52);
        }
    }
}

package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.infra.stack.BatchPackage;
import dev.tidemark.infra.stack.StageSettings;
import dev.tidemark.infra.stack.UnpackedSize;
import dev.tidemark.platform.PlatformFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackageSizeTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_function_and_its_layer_are_within_what_Lambda_unpacks(PlatformFunction function) throws IOException {
        Path zip = Synthesized.HOME.resolve(function.zip());
        assumeThat(Files.exists(zip)).as("not built: " + function.zip()).isTrue();
        if (function == PlatformFunction.BATCH) {
            zip = BatchPackage.lean(zip, folder.resolve("batch.zip"));
        }
        assertThat(UnpackedSize.of(zip) + Files.size(Synthesized.HOME.resolve("views.yaml")))
                .isBetween(1L, UnpackedSize.MOST_BYTES);
    }

    /** A byte too many, which deflates to nothing: 250 MiB and the views file. */
    @Test
    void what_Lambda_would_refuse_is_refused_before_it_is_uploaded() throws IOException {
        Files.copy(Synthesized.HOME.resolve("views.yaml"), folder.resolve("views.yaml"));
        Path zip = folder.resolve(PlatformFunction.INGEST.zip());
        Files.createDirectories(zip.getParent());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("zeros"));
            for (int megabyte = 0; megabyte < 250; megabyte++) {
                out.write(new byte[1 << 20]);
            }
            out.closeEntry();
        }
        assertThat(UnpackedSize.of(zip)).isEqualTo(UnpackedSize.MOST_BYTES);
        StageSettings settings = StageSettings.of("large", StageFile.read(Synthesized.HOME, "dev", StageSettings.KEYS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Deployment(folder, settings, folder.resolve("views.yaml"), folder.resolve("out")))
                .withMessageContaining("at most 262144000 bytes on Lambda")
                .withMessageContaining(PlatformFunction.INGEST.zip());
    }

    @Test
    void the_batch_takes_the_native_library_of_its_own_machine_along_and_no_other() throws IOException {
        byte[] duckdb = zip(Map.of(
                "Driver.class", new byte[1],
                "libduckdb_java.so_linux_arm64", new byte[2],
                "libduckdb_java.so_linux_amd64", new byte[3],
                "libduckdb_java.so_osx_universal", new byte[4]));
        Path built = folder.resolve("function.zip");
        Files.write(built, zip(Map.of("lib/duckdb_jdbc-1.jar", duckdb, "dev/tidemark/Job.class", new byte[5])));

        Path once = BatchPackage.lean(built, folder.resolve("once.zip"));
        Path again = BatchPackage.lean(built, folder.resolve("again.zip"));

        assertThat(names(Files.newInputStream(once)))
                .containsExactlyInAnyOrder("dev/tidemark/Job.class", "lib/duckdb_jdbc-1.jar");
        try (ZipFile zip = new ZipFile(once.toFile())) {
            assertThat(names(zip.getInputStream(zip.getEntry("lib/duckdb_jdbc-1.jar"))))
                    .containsExactlyInAnyOrder("Driver.class", "libduckdb_java.so_linux_arm64");
        }
        assertThat(again).hasSameBinaryContentAs(once);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> names(InputStream in) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        List<String> names = new ArrayList<>();
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName());
        }
        return names;
    }
}

package dev.tidemark.local.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.runtime.process.ClassArchive.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who writes and who reads; the JVM's part is played by a few bytes. */
class ClassArchiveTest {

    @TempDir
    private Path directory;

    private ClassArchive archive;

    @BeforeEach
    void open() {
        archive = new ClassArchive(directory, "probe");
    }

    @Test
    void theFirstProcessWritesWhileOthersStartWithoutAndThoseAfterItRead() throws IOException {
        Use first = archive.next();
        Use second = archive.next();
        assertThat(first.flags()).contains("-XX:ArchiveClassesAtExit=" + first.written());
        assertThat(second.flags()).isEmpty();

        Files.writeString(first.written(), "classes");
        assertThat(archive.next().flags())
                .as("nobody reads what is not yet whole")
                .isEmpty();
        archive.ended(first, true, 0);

        Use third = archive.next();
        assertThat(third.read()).hasContent("classes");
        assertThat(third.flags()).contains("-Xshare:auto", "-XX:SharedArchiveFile=" + third.read());
        assertThat(new ClassArchive(directory, "probe").next()).isEqualTo(third);
        assertThat(files()).hasSize(1);
    }

    @Test
    void aDirectoryThatWasMovedBeginsAnewAndDropsWhatItBroughtAlong() throws IOException {
        written("classes");
        Path moved = Files.move(directory, directory.resolveSibling(directory.getFileName() + "-moved"));
        ClassArchive there = new ClassArchive(moved, "probe");
        Use first = there.next();
        assertThat(first.read()).as("its jars are no longer where they were").isNull();
        Files.writeString(first.written(), "classes of the other place");
        there.ended(first, true, 0);
        assertThat(there.next().read()).hasContent("classes of the other place");
        try (Stream<Path> files = Files.list(moved)) {
            assertThat(files).hasSize(1);
        }
        Files.move(moved, directory);
    }

    @Test
    void whatAProcessWroteThatDidNotStartOrWasKilledIsNoArchive() throws IOException {
        Use killed = archive.next();
        Files.writeString(killed.written(), "hal");
        archive.ended(killed, true, 137);
        Use neverStarted = archive.next();
        Files.writeString(neverStarted.written(), "few");
        archive.ended(neverStarted, false, 0);
        assertThat(files()).isEmpty();

        Use without = archive.next();
        archive.ended(without, true, 0);
        assertThat(archive.next().written())
                .as("the next one tries again, also when nothing was written")
                .isNotNull();
    }

    @Test
    void anArchiveThatIsNotWhatWasWrittenIsRemovedBeforeAProcessReadsIt() throws IOException {
        Path file = written("classes");
        Files.writeString(file, "class");

        Use next = new ClassArchive(directory, "probe").next();

        assertThat(next.read()).isNull();
        assertThat(next.written()).isNotNull();
        assertThat(file).doesNotExist();
    }

    @Test
    void anArchiveGoesWithAProcessThatDiedAtItsStartAndWithNoOther() throws IOException {
        Path file = written("classes");
        Use good = archive.next();
        archive.ended(good, true, 1);
        archive.ended(archive.next(), false, 0);
        assertThat(file).exists();

        archive.ended(good, false, 134);

        assertThat(file).doesNotExist();
        assertThat(archive.next().written()).isNotNull();
    }

    @Test
    void twoWritersLeaveOneArchive() throws IOException {
        Use first = archive.next();
        ClassArchive ofAnotherProcess = new ClassArchive(directory, "probe");
        Use second = ofAnotherProcess.next();
        Files.writeString(first.written(), "classes");
        Files.writeString(second.written(), "other classes");

        archive.ended(first, true, 0);
        ofAnotherProcess.ended(second, true, 0);

        assertThat(files()).hasSize(1);
        assertThat(ofAnotherProcess.next()).isEqualTo(archive.next());
    }

    @Test
    void anEndThatTookTooLongIsTriedAFewTimesMore() throws IOException {
        for (int i = 0; i < ClassArchive.TRIES; i++) {
            Use slow = archive.next();
            Files.writeString(slow.written(), "hal");
            archive.killedAtEnd(slow);
            archive.ended(slow, true, 137);
            assertThat(slow.written()).doesNotExist();
        }

        assertThat(archive.next()).isEqualTo(Use.NONE);
        assertThat(new ClassArchive(directory, "probe").next()).isEqualTo(Use.NONE);
    }

    @Test
    void aClassPathThatCannotBeArchivedIsTriedAFewTimesMore() {
        for (int i = 0; i < ClassArchive.TRIES; i++) {
            archive.ended(archive.next(), true, 1);
        }

        assertThat(archive.next()).isEqualTo(Use.NONE);
    }

    @Test
    void draftsOfKilledProcessesGoAndThoseBeingWrittenStay() throws IOException {
        Path young = archive.next().written();
        Files.writeString(young, "classes");
        Path old = new ClassArchive(directory, "probe").next().written();
        Files.writeString(old, "classes");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));

        new ClassArchive(directory, "probe").next();

        assertThat(files()).containsExactly(young);
    }

    @Test
    void aDirectoryThatIsGoneIsNoReasonNotToStart() {
        Use use = new ClassArchive(directory.resolve("none"), "probe").next();

        assertThat(use).isEqualTo(Use.NONE);
    }

    private Path written(String classes) throws IOException {
        Use use = archive.next();
        Files.writeString(use.written(), classes);
        archive.ended(use, true, 0);
        return archive.next().read();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}

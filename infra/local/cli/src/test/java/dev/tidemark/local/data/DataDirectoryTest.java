package dev.tidemark.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.outcome.CannotRunException;
import dev.tidemark.platform.item.FormatItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT2S, heartbeatEvery: PT10S, idleBound: PT20S}
            deduplicateFor: PT1H
            views:
              - name: a
                key: none
                window: {fixed: PT10S}
                aggregates: [count]
            """;

    @TempDir
    Path temp;

    private Path views;
    private Path data;

    @BeforeEach
    void aViewsFileAndAPlace() throws IOException {
        views = Files.writeString(temp.resolve("views.yaml"), VIEWS);
        data = temp.resolve("data/live");
    }

    @Test
    void a_new_directory_is_bound_to_its_own_copy_of_the_views_and_to_a_clock() throws IOException {
        try (DataDirectory directory = claim(DataClock.WALL)) {
            assertThat(directory.viewsFile()).hasContent(VIEWS);
            assertThat(directory.clock()).isEqualTo(DataClock.WALL);
            assertThat(directory.viewsAnnounced()).isFalse();
        }
        assertThat(Files.readString(data.resolve("tidemark.json"))).contains("\"clock\" : \"wall\"");
    }

    @Test
    void the_same_views_and_clock_are_let_in_again_and_comments_do_not_matter() throws IOException {
        claim(DataClock.of("vehicles")).close();
        Files.writeString(views, "# a comment\n" + VIEWS);
        try (DataDirectory directory = claim(DataClock.of("vehicles"))) {
            assertThat(directory.viewsFile()).hasContent(VIEWS);
        }
    }

    @Test
    void without_a_views_file_asked_for_the_directory_keeps_its_own() throws IOException {
        claim(DataClock.WALL).close();
        Path other = Files.writeString(temp.resolve("other.yaml"), VIEWS.replace("PT10S}", "PT20S}"));
        try (DataDirectory directory = DataDirectory.claim(data, null, other, DataClock.WALL, false)) {
            assertThat(directory.viewsFile()).hasContent(VIEWS);
        }
    }

    @Test
    void other_views_are_refused_with_the_two_ways_out() throws IOException {
        claim(DataClock.WALL).close();
        Files.writeString(views, VIEWS.replace("fixed: PT10S", "fixed: PT20S"));
        assertThatThrownBy(() -> claim(DataClock.WALL))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContainingAll("other views", data.toString(), "--fresh", "--data");
    }

    @Test
    void another_clock_is_refused_with_the_two_ways_out() {
        claim(DataClock.of("vehicles")).close();
        assertThatThrownBy(() -> claim(DataClock.WALL))
                .hasMessageContainingAll("recording 'vehicles'", "the wall clock", "--fresh", "--data");
        assertThatThrownBy(() -> claim(DataClock.of("flights"))).hasMessageContaining("recording 'flights'");
    }

    @Test
    void another_format_of_the_tables_is_refused_with_the_two_ways_out() throws IOException {
        claim(DataClock.WALL).close();
        Path binding = data.resolve("tidemark.json");
        String other = Integer.toString(FormatItem.VERSION + 1);
        Files.writeString(
                binding,
                Files.readString(binding).replace("\"format\" : " + FormatItem.VERSION, "\"format\" : " + other));
        assertThatThrownBy(() -> claim(DataClock.WALL))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContainingAll(data.toString(), "format " + other, "format " + FormatItem.VERSION)
                .hasMessageContainingAll("--fresh", "--data");
        DataDirectory.claim(data, views, views, DataClock.WALL, true).close();
        claim(DataClock.WALL).close();
    }

    @Test
    void fresh_forgets_everything_and_binds_anew() throws IOException {
        claim(DataClock.of("vehicles")).close();
        Files.createDirectories(data.resolve("kinesis/deep"));
        Files.writeString(data.resolve("kinesis/deep/log"), "bytes");
        try (DataDirectory directory = DataDirectory.claim(data, views, views, DataClock.WALL, true)) {
            assertThat(directory.clock()).isEqualTo(DataClock.WALL);
            assertThat(data.resolve("kinesis")).doesNotExist();
        }
    }

    @Test
    void a_directory_of_something_else_is_neither_used_nor_emptied() throws IOException {
        Path photos = Files.createDirectories(temp.resolve("photos"));
        Path photo = Files.writeString(photos.resolve("views.yaml"), "mine");
        for (boolean fresh : new boolean[] {false, true}) {
            assertThatThrownBy(() -> DataDirectory.claim(photos, views, views, DataClock.WALL, fresh))
                    .hasMessageContainingAll("not empty", "views.yaml", "--data");
        }
        assertThat(photo).hasContent("mine");
    }

    @Test
    void a_file_in_its_place_is_refused() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.claim(file, views, views, DataClock.WALL, false))
                .hasMessageContaining("is a file");
        assertThatThrownBy(() -> DataDirectory.claim(file.resolve("in"), views, views, DataClock.WALL, false))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void a_directory_is_held_by_one_at_a_time_and_says_by_whom() {
        try (DataDirectory directory = claim(DataClock.WALL)) {
            assertThatThrownBy(() -> claim(DataClock.WALL)).hasMessageContainingAll("in use", "starting or stopping");
            directory.publish(running());
            assertThatThrownBy(() -> claim(DataClock.WALL)).hasMessageContainingAll("process 4711", "'tidemark up'");
            assertThat(DataDirectory.holder(data)).contains(running());
        }
        assertThat(DataDirectory.holder(data)).isEmpty();
        claim(DataClock.WALL).close();
    }

    @Test
    void what_a_killed_process_left_in_run_json_is_not_believed() {
        claim(DataClock.WALL).close();
        running().write(data);
        assertThat(DataDirectory.holder(data)).isEmpty();
    }

    @Test
    void a_damaged_binding_is_named_and_fresh_gets_past_it() throws IOException {
        claim(DataClock.WALL).close();
        Files.writeString(data.resolve("tidemark.json"), "{");
        assertThatThrownBy(() -> claim(DataClock.WALL)).hasMessageContainingAll("tidemark.json", "damaged", "--fresh");
        DataDirectory.claim(data, views, views, DataClock.WALL, true).close();
    }

    @Test
    void an_edited_copy_of_the_views_is_refused() throws IOException {
        claim(DataClock.WALL).close();
        Files.writeString(data.resolve("views.yaml"), VIEWS.replace("PT1H", "PT2H"));
        assertThatThrownBy(() -> claim(DataClock.WALL)).hasMessageContaining("not what it was");
    }

    @Test
    void a_bad_views_file_is_refused_with_its_line() throws IOException {
        Files.writeString(views, VIEWS.replace("aggregates: [count]", "aggregates: [mode]"));
        assertThatThrownBy(() -> claim(DataClock.WALL))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContainingAll("views.yaml:7", "mode");
        assertThatThrownBy(() -> DataDirectory.claim(data, temp.resolve("no.yaml"), views, DataClock.WALL, false))
                .hasMessageContaining("does not exist");
    }

    @Test
    void that_the_views_were_announced_is_remembered() {
        try (DataDirectory directory = claim(DataClock.WALL)) {
            directory.noteViewsAnnounced();
        }
        try (DataDirectory directory = claim(DataClock.WALL)) {
            assertThat(directory.viewsAnnounced()).isTrue();
        }
    }

    @Test
    void only_a_data_directory_that_nobody_holds_is_opened_for_reading() {
        assertThatThrownBy(() -> DataDirectory.tryOpen(temp)).hasMessageContaining("no data directory");
        try (DataDirectory held = claim(DataClock.WALL)) {
            assertThat(held.path()).isEqualTo(data);
            assertThat(DataDirectory.tryOpen(data)).isEmpty();
        }
        DataDirectory.tryOpen(data).orElseThrow().close();
    }

    @Test
    void the_views_of_a_directory_can_be_read_whoever_holds_it_and_held_against_a_file() throws IOException {
        try (DataDirectory held = claim(DataClock.WALL)) {
            assertThat(DataDirectory.viewsOf(data, views)).isEqualTo(held.views());
            Files.writeString(views, VIEWS.replace("PT1H", "PT2H"));
            assertThatThrownBy(() -> DataDirectory.viewsOf(data, views)).hasMessageContaining("other views");
        }
    }

    private DataDirectory claim(DataClock clock) {
        return DataDirectory.claim(data, views, views, clock, false);
    }

    private static Holder running() {
        return new Holder(4711, "up", Instant.parse("2026-11-22T01:02:03Z"));
    }
}

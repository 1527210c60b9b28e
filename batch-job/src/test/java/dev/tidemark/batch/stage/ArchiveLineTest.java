package dev.tidemark.batch.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line is readable whatever its record is: that decides about the record, not about its object. */
class ArchiveLineTest {

    private static final String START =
            "{\"shard\":\"s\",\"sequence\":\"17\",\"arrival\":\"2026-11-22T12:00:00.000Z\",\"partitionKey\":\"p\",";

    private static ArchiveLine read(String line) throws IOException {
        return ArchiveLine.read(line.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"heartbeat\"}",
                "{ \"record\":{\"a\":[1,{}]} } ",
                "\uFEFF{\"kind\":\"heartbeat\"}",
                "\u0000{\u0000}",
                "{\"a\":",
                "",
            })
    void theRecordIsWhatStandsBetweenItsNameAndTheEnd(String record) throws IOException {
        ArchiveLine line = read(START + "\"record\":" + record + "}");

        assertThat(line.sequence()).isEqualTo("0".repeat(62) + "17");
        assertThat(line.arrivalMillis()).isEqualTo(1_795_348_800_000L);
        assertThat(new String(line.record(), StandardCharsets.UTF_8)).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\\\",\\\"record\\\":", "record"})
    void noPartitionKeyIsTakenForTheRecordsName(String key) throws IOException {
        ArchiveLine line = read(START.replace("\"p\"", "\"" + key + "\"") + "\"record\":{\"kind\":1}}");

        assertThat(new String(line.record(), StandardCharsets.UTF_8)).isEqualTo("{\"kind\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"record\":{}}", "\"raw\":\"AAH/\"}"})
    void theLineStaysAsItIs(String end) throws IOException {
        byte[] line = (START + end).getBytes(StandardCharsets.UTF_8);

        ArchiveLine.read(line);

        assertThat(line).isEqualTo((START + end).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherBytesStandInBase64() throws IOException {
        assertThat(read(START + "\"raw\":\"AAH/\"}").record()).containsExactly(0, 1, 255);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"shard\":\"s\",\"record\":{}}",
                "{\"sequence\":\"x\",\"record\":{}}",
                "{\"sequence\":\"17\"}",
                "{\"sequence\":\"17\",\"record\":{\"a\":1]",
                "{\"sequence\":\"17\",\"raw\":\"AAH/\"]",
                "{\"sequence\":\"17\",\"raw\":\"AAH/\"} {}",
            })
    void whatIsNoLineIsRefused(String line) {
        assertThatThrownBy(() -> read(line)).isInstanceOf(IOException.class);
    }
}

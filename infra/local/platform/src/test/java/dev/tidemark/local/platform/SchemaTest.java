package dev.tidemark.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.runtime.LocalRuntimeException;
import dev.tidemark.local.runtime.emulator.Emulator;
import dev.tidemark.local.runtime.emulator.Emulators;
import dev.tidemark.platform.item.FormatItem;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class SchemaTest {

    private static final Names NAMES = Names.LOCAL;

    @Test
    void newTablesBearTheFormatAndThoseOfAnotherAreRefusedWithTheTwoWaysOut(@TempDir Path data) {
        try (Emulators emulators = Checkout.find().emulators(data, EnumSet.of(Emulator.DYNAMODB))) {
            DynamoDbClient dynamoDb = emulators.dynamoDb();
            Schema schema = new Schema(NAMES);
            schema.createTables(dynamoDb);
            String journal = NAMES.table(FormatItem.CODEC.table());
            assertThat(FormatItem.key()
                            .read(dynamoDb.getItem(FormatItem.key().request(journal))
                                    .item()))
                    .contains(FormatItem.CURRENT);
            schema.createTables(dynamoDb);

            FormatItem later = new FormatItem(FormatItem.VERSION + 1);
            dynamoDb.putItem(put -> put.tableName(journal).item(later.attributes()));
            assertThatThrownBy(() -> schema.createTables(dynamoDb))
                    .isInstanceOf(LocalRuntimeException.class)
                    .hasMessageContainingAll("format " + later.version(), "--fresh", "--data");
        }
    }
}

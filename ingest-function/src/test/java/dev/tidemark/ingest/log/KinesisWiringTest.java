package dev.tidemark.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.IngestConfig;
import io.netty.channel.nio.NioEventLoopGroup;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which encoding Kinesis, or what stands for it, is called. */
class KinesisWiringTest {

    private static final String CBOR = "aws.cborEnabled";
    private static final List<String> PROPERTIES =
            List.of(CBOR, "aws.endpointUrl", "aws.endpointUrlKinesis", "aws.configFile", "aws.region");

    private final Map<String, String> before = new HashMap<>();
    private final NioEventLoopGroup eventLoops = new NioEventLoopGroup(1);
    private final Told told = new Told();
    private final Logger logger = Logger.getLogger(KinesisWiring.class.getName());

    @TempDir
    Path folder;

    private static final class Told extends Handler {
        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void knowNothing() {
        for (String name : PROPERTIES) {
            String value = System.getProperty(name);
            if (value != null) {
                before.put(name, value);
            }
            System.clearProperty(name);
        }
        System.setProperty("aws.region", "eu-central-1");
        logger.addHandler(told);
    }

    @AfterEach
    void restore() throws InterruptedException {
        logger.removeHandler(told);
        PROPERTIES.forEach(System::clearProperty);
        before.forEach(System::setProperty);
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    private void start() {
        IngestConfig config = new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withDefaultValues(Map.of("tidemark.stream", "events"))
                .build()
                .getConfigMapping(IngestConfig.class);
        new KinesisWiring().kinesis(eventLoops, config).close();
    }

    @Test
    void kinesisItselfIsCalledAsTheSdkLikes() {
        start();
        assertThat(System.getProperty(CBOR)).isNull();
        assertThat(told.messages).isEmpty();
    }

    @Test
    void whatStandsAtAnotherEndpointIsCalledInJson() {
        System.setProperty("aws.endpointUrlKinesis", "http://127.0.0.1:9");
        start();
        assertThat(System.getProperty(CBOR)).isEqualTo("false");
        assertThat(told.messages).isEmpty();
    }

    @Test
    void whicheverWayTheEndpointIsGiven() throws IOException {
        Path profiles = folder.resolve("config");
        Files.writeString(profiles, "[default]\nendpoint_url = http://127.0.0.1:9\n");
        System.setProperty("aws.configFile", profiles.toString());
        start();
        assertThat(System.getProperty(CBOR)).isEqualTo("false");
    }

    @Test
    void whoWantsAnotherEncodingThereIsWarned() {
        System.setProperty("aws.endpointUrl", "http://127.0.0.1:9");
        System.setProperty(CBOR, "true");
        start();
        assertThat(System.getProperty(CBOR)).isEqualTo("true");
        assertThat(told.messages).singleElement().asString().contains("CBOR_ENABLED", "an emulator that knows no CBOR");
    }
}

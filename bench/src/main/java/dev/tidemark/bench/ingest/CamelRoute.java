package dev.tidemark.bench.ingest;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * The peer: Apache Camel's own main, its platform HTTP component on Vert.x, and its Kinesis component, with their
 * defaults: the body as it came is one record, put by a call of its own. It reads nothing of the body, and the partition
 * key is the exchange's id, which costs it nothing; a route that had to keep a device's order would have to read the
 * body for it.
 */
public final class CamelRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("platform-http:/v1/events?httpMethodRestrict=POST&consumes=application/json")
                .convertBodyTo(byte[].class)
                .setHeader("CamelAwsKinesisPartitionKey", simple("${exchangeId}"))
                .to("aws2-kinesis:events")
                .setBody(constant("{\"accepted\":10}"));
    }

    /** Takes the port and Kinesis' endpoint. */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", args[0]);
        main.addInitialProperty("camel.component.aws2-kinesis.overrideEndpoint", "true");
        main.addInitialProperty("camel.component.aws2-kinesis.uriEndpointOverride", args[1]);
        main.addInitialProperty("camel.component.aws2-kinesis.useDefaultCredentialsProvider", "true");
        main.addInitialProperty("camel.component.aws2-kinesis.region", "us-east-1");
        main.configure().addRoutesBuilder(new CamelRoute());
        main.run();
    }
}

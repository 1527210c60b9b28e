package dev.tidemark.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who makes room for a connection when there are as many as there may be. */
class CrowdTest {

    private final Crowd crowd = new Crowd(3);
    private final List<EmbeddedChannel> connections = new ArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();

    private boolean admit() {
        EmbeddedChannel connection = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        Conversation conversation = new Conversation(Answers.bounds(3));
        connections.add(connection);
        conversations.add(conversation);
        return crowd.admit(connection, conversation);
    }

    private List<Boolean> areOpen() {
        connections.forEach(EmbeddedChannel::runPendingTasks);
        return connections.stream().map(EmbeddedChannel::isOpen).toList();
    }

    @Test
    void theOldestThatWaitsForNothingGoes() {
        for (int i = 0; i < 5; i++) {
            assertThat(admit()).isTrue();
        }
        assertThat(areOpen()).containsExactly(false, false, true, true, true);
    }

    @Test
    void whoeverHasARequestUnderWayStays() {
        admit();
        admit();
        admit();
        conversations.get(0).head();
        conversations.get(2).head();
        assertThat(admit()).isTrue();
        assertThat(areOpen()).containsExactly(true, false, true, true);
    }

    /** The first one was busy all the time, and rests for a moment only. */
    @Test
    void ofThoseAtRestTheOneGoesThatWasUsedLeastRecently() {
        for (int i = 0; i < 3; i++) {
            admit();
            ask(i);
        }
        ask(0);
        ask(0);
        assertThat(admit()).isTrue();
        ask(3);
        assertThat(areOpen()).containsExactly(true, false, true, true);
        assertThat(admit()).isTrue();
        assertThat(areOpen()).containsExactly(true, false, false, true, true);
    }

    @Test
    void whoNeverFinishedARequestGoesBeforeWhoDidAndWhoIsSendingLast() {
        for (int i = 0; i < 3; i++) {
            admit();
        }
        ask(0);
        drip(0);
        ask(1);
        drip(2);
        assertThat(admit()).isTrue();
        ask(3);
        assertThat(areOpen()).as("half a head, and none before it").containsExactly(true, true, false, true);
        assertThat(admit()).isTrue();
        ask(4);
        assertThat(areOpen()).as("at rest").containsExactly(true, false, false, true, true);
        conversations.get(3).head();
        conversations.get(4).head();
        assertThat(admit()).isTrue();
        assertThat(areOpen()).as("half a head").containsExactly(false, false, false, true, true, true);
    }

    /** However many there are, and however often they send a byte. */
    @Test
    void headsThatDripKeepNobodyOut() {
        for (int i = 0; i < 100; i++) {
            assertThat(admit()).isTrue();
            drip(i);
        }
        assertThat(admit()).isTrue();
        conversations.get(100).head();
        for (int i = 101; i < 200; i++) {
            assertThat(admit()).isTrue();
            drip(i);
        }
        assertThat(areOpen().get(100)).isTrue();
        assertThat(areOpen()).filteredOn(open -> open).hasSize(3);
    }

    private void ask(int connection) {
        conversations.get(connection).head();
        conversations.get(connection).end();
        conversations.get(connection).answered(contextOf(connection));
    }

    private void drip(int connection) {
        conversations.get(connection).bytes();
    }

    private ChannelHandlerContext contextOf(int connection) {
        return connections.get(connection).pipeline().firstContext();
    }

    @Test
    void whereNobodyCanGoNobodyComes() {
        for (int i = 0; i < 3; i++) {
            admit();
            conversations.get(i).head();
        }
        assertThat(admit()).isFalse();
        assertThat(areOpen()).containsExactly(true, true, true, true);
        connections.get(1).close();
        assertThat(admit()).isTrue();
    }

    /** What has come between the choice and the closing. */
    @Test
    void whoeverHasBegunToAskInTheMeantimeStaysAsWell() {
        admit();
        admit();
        admit();
        assertThat(admit()).isTrue();
        conversations.get(0).head();
        assertThat(areOpen()).containsExactly(true, true, true, true);
    }

    /** One more than there may be, until the next one comes. */
    @Test
    void forWhoeverStayedAnotherGoes() {
        admit();
        admit();
        admit();
        assertThat(admit()).isTrue();
        conversations.get(0).head();
        assertThat(areOpen()).containsExactly(true, true, true, true);
        assertThat(admit()).isTrue();
        assertThat(areOpen()).containsExactly(true, false, false, true, true);
    }

    @Test
    void aTenthAsManyAreToldWhy() {
        Crowd large = new Crowd(20);
        List<EmbeddedChannel> refused = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            refused.add(new EmbeddedChannel());
            assertThat(large.mayBeTold(refused.get(i))).isTrue();
        }
        assertThat(large.mayBeTold(new EmbeddedChannel())).isFalse();
        refused.get(1).close();
        assertThat(large.mayBeTold(new EmbeddedChannel())).isTrue();
    }
}

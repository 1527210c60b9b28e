package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBucketGivesItsBurstAndThenItsRate() {
        TokenBuckets buckets = new TokenBuckets(2, 3, 10);
        assertThat(buckets.tryTake("a", 0)).isTrue();
        assertThat(buckets.tryTake("a", 0)).isTrue();
        assertThat(buckets.tryTake("a", 0)).isTrue();
        assertThat(buckets.tryTake("a", 0)).isFalse();
        assertThat(buckets.tryTake("a", SECOND / 2 - 1)).isFalse();
        assertThat(buckets.tryTake("a", SECOND / 2 + 1)).isTrue();
        assertThat(buckets.tryTake("a", SECOND / 2 + 2)).isFalse();
    }

    @Test
    void oneNamesBucketIsNotAnothers() {
        TokenBuckets buckets = new TokenBuckets(1, 1, 10);
        assertThat(buckets.tryTake("a", 0)).isTrue();
        assertThat(buckets.tryTake("b", 0)).isTrue();
        assertThat(buckets.tryTake("a", 0)).isFalse();
    }

    @Test
    void theLongestUnseenIsForgotten() {
        TokenBuckets buckets = new TokenBuckets(1, 1, 2);
        buckets.tryTake("a", 0);
        buckets.tryTake("b", 0);
        buckets.tryTake("a", 0);
        buckets.tryTake("c", 0);
        assertThat(buckets.tryTake("a", 0)).isFalse();
        assertThat(buckets.tryTake("b", 0)).isTrue();
    }
}

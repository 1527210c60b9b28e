package dev.tidemark.local.runtime.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * What a function's answer says about a batch, by the rules of {@code ReportBatchItemFailures}: no answer, or no or an
 * empty list of failures, is success; else everything from the lowest reported record on is to be sent again. An answer
 * that cannot be read, or names a record that is not in the batch, fails the whole batch.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html">Configuring
 *     partial batch response with Kinesis Data Streams and Lambda</a>
 */
final class BatchAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The whole batch failed, and the function may be at odds with it. */
    static final int FAILED = -1;

    private BatchAnswer() {}

    /** Index of the first record to send again: the batch's size for success, or {@link #FAILED}. */
    static int firstFailed(byte[] answer, List<PolledRecord> batch) {
        JsonNode failures;
        try {
            JsonNode root = JSON.readTree(answer);
            if (root == null || root.isMissingNode() || root.isNull()) {
                return batch.size();
            }
            failures = root.path("batchItemFailures");
        } catch (IOException e) {
            return FAILED;
        }
        if (failures.isMissingNode() || failures.isNull()) {
            return batch.size();
        }
        if (!failures.isArray()) {
            return FAILED;
        }
        int first = batch.size();
        for (JsonNode failure : failures) {
            int index = indexOf(failure.path("itemIdentifier").asText(""), batch);
            if (index < 0) {
                return FAILED;
            }
            first = Math.min(first, index);
        }
        return first;
    }

    private static int indexOf(String sequenceNumber, List<PolledRecord> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).sequenceNumber().equals(sequenceNumber)) {
                return i;
            }
        }
        return -1;
    }
}

package dev.tidemark.ingest.model;

import java.util.List;

/**
 * What became of a batch, by the events' places in it.
 *
 * @param accepted how many Kinesis has acknowledged
 * @param rejected those that can never be accepted as they are, ascending
 * @param retry those that the caller must send again, ascending
 * @param throttled how many of those because their device sends too often
 * @param logged the accepted ones with their times, ascending, if the sender asked for that
 * @param ignored members that nobody knows
 */
public record BatchVerdict(
        int accepted,
        List<Envelope.RejectedAt> rejected,
        List<EnvelopeVerdict.EventToRetry> retry,
        int throttled,
        List<EnvelopeVerdict.Logged> logged,
        Ignored ignored) {}

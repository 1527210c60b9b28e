package dev.tidemark.local.runtime.emulator;

/** What can be emulated. */
public enum Emulator {
    DYNAMODB,
    S3,
    KINESIS
}

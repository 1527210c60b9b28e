package dev.tidemark.local.emulator;

/** What can be emulated. */
public enum Emulator {
    DYNAMODB,
    S3,
    KINESIS
}

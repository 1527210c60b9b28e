/** The stores and the stream on one machine: DynamoDB Local and S3Proxy in one child JVM, kinesalite in a Node process, all on loopback, all persistent. {@link dev.tidemark.local.runtime.emulator.Emulators} starts any of them, also alone for tests. The class path of the child JVM is its own, so nothing of it meets the class path of whoever starts it. */
@NullMarked
package dev.tidemark.local.runtime.emulator;

import org.jspecify.annotations.NullMarked;

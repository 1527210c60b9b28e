/**
 * What a device needs to send its events so that none is lost and each counts once: a queue in a storage of the app's
 * choice, requests with several events, what became of each, pauses, and the exchange that tells how far the device's
 * clock is off. {@link dev.tidemark.client.Outbox} decides and does no I/O but on its storage; {@link
 * dev.tidemark.client.TidemarkClient} posts what it decides. Written for Java 8 and Android: nothing here touches more than
 * {@code java.io}, {@code java.net}, {@code java.nio}, {@code java.math} and {@code java.util}.
 */
@NullMarked
package dev.tidemark.client;

import org.jspecify.annotations.NullMarked;

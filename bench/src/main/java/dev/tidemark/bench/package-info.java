/**
 * The command {@code tidemark bench}: one package a benchmark, {@code report} for the one form of their results, and here
 * what they share. Runs packaged programs as processes of their own and measures them from outside; nothing depends on it.
 */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;

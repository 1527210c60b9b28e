/**
 * The command {@code tidemark}: one class a subcommand, and the options they share. A command reads its options, calls
 * the packages beside this one, and says in sentences what came of it; it ends with one of the {@link
 * dev.tidemark.platform.ExitCode exit codes}. Results go to standard output, progress and trouble to standard error.
 */
@NullMarked
package dev.tidemark.local.cli;

import org.jspecify.annotations.NullMarked;

/** The platform's minute: heartbeats into every open shard, ends of closed ones, closing, and the numbers that alarms watch. Runs at any rate, and twice at once without harm. No rule of windows lives here. */
@NullMarked
package dev.tidemark.window.tick;

import org.jspecify.annotations.NullMarked;

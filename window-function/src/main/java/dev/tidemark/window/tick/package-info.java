/** The platform's minute: heartbeats into every open shard, ends of closed ones, closing, and the numbers that alarms watch. It may run at any time, late or early, and two at once do no harm. No rule of windows lives here. */
@NullMarked
package dev.tidemark.window.tick;

import org.jspecify.annotations.NullMarked;

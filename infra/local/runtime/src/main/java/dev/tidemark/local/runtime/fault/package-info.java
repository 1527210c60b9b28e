/**
 * What goes wrong between the functions and DynamoDB, on purpose: a proxy that throttles, lets time pass, and loses
 * connections and answers, as a plan says. It knows HTTP and the form of DynamoDB's errors, and nothing of items.
 */
@NullMarked
package dev.tidemark.local.runtime.fault;

import org.jspecify.annotations.NullMarked;

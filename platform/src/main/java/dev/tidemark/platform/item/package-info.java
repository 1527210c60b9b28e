/**
 * The items of the tables: one record and one codec each, with its key, its attributes both ways, and the condition under
 * which it is written. Values only, so that stream and batch share formats and no computation; whoever reads or writes a
 * table does it through these, and spells nothing out. The one package of the module that knows the SDK's types, and it
 * calls nothing: requests are made here, and sent by adapters.
 */
@NullMarked
package dev.tidemark.platform.item;

import org.jspecify.annotations.NullMarked;

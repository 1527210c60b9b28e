package dev.tidemark.local.fleet;

/**
 * What became of a fleet's requests.
 *
 * @param requests posted
 * @param accepted events accepted when sent for the first time
 * @param repeated events accepted that the phones had sent before, as they had not heard back
 * @param rejected events refused for good
 * @param waiting events that wait on the phones
 */
public record FleetTally(long requests, long accepted, long repeated, long rejected, long waiting) {}

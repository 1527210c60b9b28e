import type { ClientStorage } from './client.js';

/** A directory with a file a name. One process has it at a time. */
export declare function fileStorage(directory: string): ClientStorage;

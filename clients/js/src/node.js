import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const UNFINISHED = '.unfinished';

/** A directory with a file a name, written beside, forced to the disk and moved into place. One process has it at a time. */
export const fileStorage = (directory) => {
  mkdirSync(directory, { recursive: true });
  return {
    names: () => readdirSync(directory).filter((name) => !name.endsWith(UNFINISHED)),
    read: (name) => readFileSync(join(directory, name), 'utf8'),
    write: (name, text) => {
      const unfinished = join(directory, name + UNFINISHED);
      const file = openSync(unfinished, 'w');
      try {
        writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(unfinished, join(directory, name));
    },
    delete: (name) => rmSync(join(directory, name), { force: true }),
  };
};

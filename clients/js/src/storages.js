/**
 * The storage of a browser. Pages of one origin share a queue, and one sends at a time; one that still sees what another has
 * deleted sends it again, with the same id.
 */
export const webStorage = (storage = globalThis.localStorage, prefix = 'tidemark-') => ({
  names: () =>
    Object.keys(storage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length)),
  read: (name) => storage.getItem(prefix + name),
  write: (name, text) => storage.setItem(prefix + name, text),
  delete: (name) => storage.removeItem(prefix + name),
  exclusive: globalThis.navigator?.locks ? (work) => navigator.locks.request(`${prefix}sends`, work) : undefined,
});

/** The storage of React Native: an AsyncStorage. */
export const asyncStorage = (storage, prefix = 'tidemark-') => ({
  names: async () =>
    (await storage.getAllKeys()).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  read: (name) => storage.getItem(prefix + name),
  write: (name, text) => storage.setItem(prefix + name, text),
  delete: (name) => storage.removeItem(prefix + name),
});

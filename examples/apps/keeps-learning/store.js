/** One place for bytes in the browser's IndexedDB: they stay when the page is closed. */

const resultOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function open() {
  const request = indexedDB.open("keeps-learning", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("models");
  return resultOf(request);
}

/** Does something with the store, and waits until it is on the disk. */
async function use(mode, action) {
  const database = await open();
  try {
    const transaction = database.transaction("models", mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await resultOf(action(transaction.objectStore("models")));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/** @returns the bytes, or undefined where there are none */
export const load = (name) => use("readonly", (store) => store.get(name));
export const save = (name, bytes) => use("readwrite", (store) => store.put(bytes, name));
export const remove = (name) => use("readwrite", (store) => store.delete(name));

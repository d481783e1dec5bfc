/** The files of notes, under their note's id. IndexedDB has room for what chrome.storage.local has not. */
async function withFiles<T>(mode: IDBTransactionMode, run: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open("sample-notes", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files");
  const database = await settled(opening);
  try {
    return await settled(run(database.transaction("files", mode).objectStore("files")));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const keepFile = (id: string, file: Blob) => withFiles("readwrite", (files) => files.put(file, id));
export const dropFile = (id: string) => withFiles("readwrite", (files) => files.delete(id));
export const findFile = (id: string): Promise<unknown> => withFiles("readonly", (files) => files.get(id));

const databaseName = "gatehouse";
const storeName = "keys";
const keyName = "device";

/**
 * The device's key pair in IndexedDB, which can hold a key that nobody can read. Of two contexts that make one at the same
 * time the first to store it wins, and both get that one.
 */
export async function keepKeyPair(make: () => Promise<CryptoKeyPair>): Promise<CryptoKeyPair> {
  const database = await open();
  try {
    const held = await settled<CryptoKeyPair | undefined>(read(database).get(keyName));
    if (held) return held;
    const made = await make();
    // Looked up and put in one transaction; making a key in the middle of it would end it.
    const store = database.transaction(storeName, "readwrite").objectStore(storeName);
    const first = await settled<CryptoKeyPair | undefined>(store.get(keyName));
    if (first) return first;
    await settled(store.put(made, keyName));
    return made;
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  return settled(request);
}

function read(database: IDBDatabase): IDBObjectStore {
  return database.transaction(storeName).objectStore(storeName);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

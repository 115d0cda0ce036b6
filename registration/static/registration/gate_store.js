// What the phone keeps: its credential and list, the readings that wait, the last readings shown. All of it goes when the phone is shut out.
(() => {
  const NAME = "gate";
  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("kept");
        asked.result.createObjectStore("queue", { keyPath: "nonce" });
        asked.result.createObjectStore("history", { keyPath: "nonce" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  async function run(store, mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  const get = (key) => run("kept", "readonly", (store) => store.get(key));
  const set = (key, value) => run("kept", "readwrite", (store) => store.put(value, key));
  const all = (store) => run(store, "readonly", (rows) => rows.getAll());
  const put = (store, row) => run(store, "readwrite", (rows) => rows.put(row));
  const remove = (store, nonces) =>
    run(store, "readwrite", (rows) => {
      nonces.forEach((nonce) => rows.delete(nonce));
    });
  // Removes what was sent unless it was undone meanwhile.
  const settle = (nonces) =>
    run("queue", "readwrite", (rows) => {
      for (const nonce of nonces) rows.get(nonce).onsuccess = ({ target }) => target.result?.undone || rows.delete(nonce);
    });

  async function wipe() {
    for (const store of ["kept", "queue", "history"]) await run(store, "readwrite", (rows) => rows.clear());
  }

  globalThis.GateStore = { get, set, all, put, remove, settle, wipe };
})();

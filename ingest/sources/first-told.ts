import { hash } from 'node:crypto';
import { open } from 'lmdb';
import { commit, DURABLE } from '../journal/commit.ts';
import { explainWrite } from './disk-full.ts';

/** What was told first under each key. Told again, with whatever content, the first word stands. */
export interface FirstTold<T> {
  /**
   * The first word under the key, which is `value` where there was none. Durable once it resolves.
   * @throws Unavailable where the disk is full
   */
  told(key: string, value: T): Promise<T>;
  /** The first word under the key; undefined: there was none. */
  known(key: string): T | undefined;
  forget(key: string): Promise<void>;
}

export interface Memory {
  /** The book of that name. Books of one memory do not mix. */
  book<T>(name: string): FirstTold<T>;
  close(): Promise<void>;
}

/**
 * Opens what ports must remember of their senders so that a repetition is the same record, before and
 * after a restart: e.g. when a command without a time of its own was first told. It lies in a folder of
 * its own and costs about 100 bytes a key; nothing is forgotten by itself.
 */
export function openMemory(folder: string): Memory {
  const store = open<unknown, string>({ path: folder, ...DURABLE });
  const durably = async <T>(work: () => T): Promise<T> => {
    try {
      return await commit(store, folder, work);
    } catch (error) {
      throw explainWrite(error, 'what came first');
    }
  };
  return {
    close: () => store.close(),
    book<T>(name: string): FirstTold<T> {
      // keys come from senders: LMDB takes up to 1,978 bytes
      const keyOf = (key: string) => `${name}/${hash('sha256', key, 'base64url')}`;
      const known = (key: string) => store.get(keyOf(key)) as T | undefined;
      return {
        known,
        told: (key, value) =>
          durably(() => {
            const first = known(key);
            if (first !== undefined) return first;
            void store.put(keyOf(key), value);
            return value;
          }),
        forget: (key) => durably(() => void store.remove(keyOf(key))),
      };
    },
  };
}

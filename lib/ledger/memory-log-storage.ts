import { concatBytes } from '../encoding/bytes.ts'
import type { LogFile, LogStorage } from './log-storage.ts'

/** Keeps a log in memory: for tests, and for a page that rebuilds a log to check it. */
export function memoryLogStorage(): LogStorage {
  const segments = new Map<number, Uint8Array<ArrayBuffer>>()
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    listSegments: async () => [...segments.keys()].sort((left, right) => left - right),
    readSegment: async (segment) => segments.get(segment)?.slice(),
    appendSegment: async (segment, bytes) => void segments.set(segment, concatBytes(segments.get(segment) ?? new Uint8Array(0), bytes)),
    truncateSegment: async (segment, length) => void segments.set(segment, (segments.get(segment) ?? new Uint8Array(0)).slice(0, length)),
    read: async (path) => files.get(path)?.slice(),
    write: async (added: readonly LogFile[]) => added.forEach(({ path, bytes }) => files.set(path, bytes.slice())),
    writeCheckpoint: async (bytes) => void files.set('checkpoint', bytes.slice()),
    removePartials: async (paths) => {
      for (const path of files.keys()) if (paths.includes(path.replace(/\.p\/\d+$/, '')) && path.includes('.p/')) files.delete(path)
    },
    flush: async () => undefined,
    close: async () => undefined,
  }
}

// Why: docs/decisions/0043-commits-are-seen-in-the-wal-index.md
import { openSync, readSync, realpathSync } from 'node:fs'

/** Two copies of the header, 48 bytes each (sqlite.org/walformat.html, 2.1). */
const HEADER_BYTES = 96

/**
 * Returns a function for each of those who watch: whether anyone, of any process, may have committed since it was last
 * called. Requires an open connection to the database.
 */
export function commitWatcher(databasePath: string): () => () => boolean {
  // never closed: that would end SQLite's locks of this process on the file (sqlite.org/howtocorrupt.html, 2.2)
  const file = openSync(`${realpathSync(databasePath)}-shm`, 'r')
  return () => {
    let seen = Buffer.alloc(HEADER_BYTES)
    let header = Buffer.alloc(HEADER_BYTES)
    return () => {
      readSync(file, header, 0, HEADER_BYTES, 0)
      if (header.equals(seen)) return false
      ;[seen, header] = [header, seen]
      return true
    }
  }
}

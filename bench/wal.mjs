import { closeSync, openSync, readSync } from 'node:fs'

/** What a frame of the WAL takes: its header and a page (https://sqlite.org/fileformat2.html#the_write_ahead_log). */
const FRAME_HEADER_BYTES = 24
const PAGE_BYTES = 4096
export const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES
/** In the wal-index (https://sqlite.org/walformat.html): a counter of commits, the last frame, and the WAL's salt. */
const INDEX = { bytes: 48, commits: 8, lastFrame: 16, salt: 32 }

/**
 * Counts the frames and commits that are written to the WAL of a database in use, from its wal-index: `look` must be
 * called at least once between two checkpoints, since each has the WAL begin again.
 */
export function walCounter(database) {
  const file = openSync(`${database}-shm`, 'r')
  const bytes = Buffer.alloc(INDEX.bytes)
  const read = () => {
    readSync(file, bytes, 0, INDEX.bytes, 0)
    return {
      commits: bytes.readUInt32LE(INDEX.commits),
      lastFrame: bytes.readUInt32LE(INDEX.lastFrame),
      salt: bytes.readBigUInt64LE(INDEX.salt),
    }
  }
  let last = read()
  const sums = { frames: 0, commits: 0 }
  return {
    look() {
      const now = read()
      sums.frames += now.salt === last.salt ? now.lastFrame - last.lastFrame : now.lastFrame
      sums.commits += now.commits - last.commits
      last = now
    },
    end() {
      closeSync(file)
      return sums
    },
  }
}

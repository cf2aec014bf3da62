import { readFileSync } from 'node:fs'
import { type Bounds, BOUNDS } from '#http/bounds.ts'

/** Files besides connections: the database's and its copies', connections to PostgreSQL, the page's. */
const OTHER_FILES = 128

/** The bounds of the server, with no more connections than this process may open files. */
export function boundsHere(): Bounds {
  return { ...BOUNDS, connections: Math.max(1, Math.min(BOUNDS.connections, maxFiles() - OTHER_FILES)) }
}

/** Infinity where the system does not tell. Node.js raises the soft limit to the hard one. */
function maxFiles(): number {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return found === undefined ? Infinity : Number(found)
  } catch {
    return Infinity
  }
}

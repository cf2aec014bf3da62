import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

/** Opens a database with the driver, the durability and the checkpoints of Track (src/store/sqlite/connection.ts). */
export function open(path) {
  const builtIn = major > 23 || (major === 22 && minor >= 16)
  const { DatabaseSync } = require(builtIn ? 'node:sqlite' : '@photostructure/sqlite')
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on')
  database.exec('pragma foreign_keys = on; pragma cache_size = -16000; pragma wal_autocheckpoint = 2000')
  return database
}

/** The fields of an item in responses. */
export const FIELDS =
  'id, kind, title, status, priority, due, at, tags, notes, every, anchor, last_done, project, feature, estimate, ' +
  'recipient, occasion, budget, url, assigned, turns, turn_rule, done_by, bought_on, next, created_at, updated_at, ' +
  'done_at, revision'

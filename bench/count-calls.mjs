// Is loaded into a server by `node --import`, in runs that are not timed: counts calls of SQLite and promises. On
// SIGUSR2 writes the sums to the file in BENCH_COUNTS as JSON.
import { createHook } from 'node:async_hooks'
import { renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const CALLS = ['all', 'get', 'iterate', 'run']
const PACKAGE = '@photostructure/sqlite'
const sums = { statements: 0, promises: 0 }

const require = createRequire(import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)
const isBuiltIn = major > 23 || (major === 22 && minor >= 16)
const driver = require(isBuiltIn ? 'node:sqlite' : PACKAGE)

class CountedDatabase extends driver.DatabaseSync {
  exec(sql) {
    sums.statements++
    return super.exec(sql)
  }
  prepare(sql) {
    const statement = super.prepare(sql)
    for (const name of CALLS) {
      const call = statement[name]
      const counted = (...parameters) => {
        sums.statements++
        return call.apply(statement, parameters)
      }
      Object.defineProperty(statement, name, { value: counted })
    }
    return statement
  }
}
// the package's own exports can't be changed
if (isBuiltIn) driver.DatabaseSync = CountedDatabase
else require.cache[require.resolve(PACKAGE)].exports = { ...driver, DatabaseSync: CountedDatabase }

createHook({ init: (_, type) => void (type === 'PROMISE' && sums.promises++) }).enable()

process.on('SIGUSR2', () => {
  const file = process.env.BENCH_COUNTS
  writeFileSync(`${file}.part`, JSON.stringify(sums))
  renameSync(`${file}.part`, file)
})

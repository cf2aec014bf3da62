// Is loaded into a server by `node --import`, in runs that are not timed: counts calls of SQLite, promises, and round
// trips to other servers, which is PostgreSQL. On SIGUSR2 writes the sums to the file in BENCH_COUNTS as JSON.
import { createHook } from 'node:async_hooks'
import { renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'

const CALLS = ['all', 'get', 'iterate', 'run']
const PACKAGE = '@photostructure/sqlite'
const sums = { statements: 0, promises: 0, roundTrips: 0 }

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

/** Data that arrive after something was sent end a round trip. */
const { connect } = Socket.prototype
Socket.prototype.connect = function (...parameters) {
  connect.apply(this, parameters) // puts back the write of its prototype
  const { write, emit } = this
  let isWaiting = false
  this.write = (...sent) => {
    isWaiting = true
    return write.apply(this, sent)
  }
  this.emit = (event, ...values) => {
    if (event === 'data' && isWaiting) {
      isWaiting = false
      sums.roundTrips++
    }
    return emit.call(this, event, ...values)
  }
  return this
}

createHook({ init: (_, type) => void (type === 'PROMISE' && sums.promises++) }).enable()

process.on('SIGUSR2', () => {
  const file = process.env.BENCH_COUNTS
  writeFileSync(`${file}.part`, JSON.stringify(sums))
  renameSync(`${file}.part`, file)
})

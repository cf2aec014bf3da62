// `node scripts/write-code-cache.mjs FILE ARGUMENTS…`: runs the built program, then writes V8's compiled code of one of
// its files next to that file, where src/main/code-cache.ts looks for it.
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { loadModule, writeCodeCache } from './code-cache.mjs'
import { root } from './prepare.mjs'

const [file, ...args] = process.argv.slice(2)
const path = join(root, 'dist/modules', file)

process.argv.splice(1, process.argv.length, 'track', ...args)
process.on('exit', () => {
  // the server changes this flag after it is loaded; V8 accepts code only under the flags that it was compiled with
  setFlagsFromString('--heap-growing-percent=0')
  writeCodeCache(path)
})
loadModule(join(root, 'dist/modules/track.js'))

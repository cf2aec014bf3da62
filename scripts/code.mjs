// `node scripts/code.mjs FILE ARGUMENTS…`: runs the built program and keeps what V8 has compiled of one of its files beside that file, where src/main/parts.ts looks for it.
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { keepCode, load } from './parts.mjs'
import { root } from './prepare.mjs'

const [file, ...args] = process.argv.slice(2)
const path = join(root, 'dist/modules', file)

process.argv.splice(1, process.argv.length, 'track', ...args)
process.on('exit', () => {
  setFlagsFromString('--heap-growing-percent=0') // the server changes this once it is loaded; code is taken only under the flags that it was made under
  keepCode(path)
})
load(join(root, 'dist/modules/track.js'))

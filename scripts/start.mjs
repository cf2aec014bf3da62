// `npm start`: installs and builds if needed, then runs the server in this process.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, root } from './prepare.mjs'

ensureBuilt()
const program = join(root, 'dist/track.js')
process.argv.splice(1, process.argv.length, program, 'serve', ...process.argv.slice(2))
await import(pathToFileURL(program))

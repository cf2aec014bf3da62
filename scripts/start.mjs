// `npm start`: installs and builds where needed, then becomes the server.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built, root } from './prepare.mjs'

built()
const program = join(root, 'dist/track.js')
process.argv.splice(1, process.argv.length, program, 'serve', ...process.argv.slice(2))
await import(pathToFileURL(program))

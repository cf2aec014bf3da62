// `node scripts/code.mjs FILE ARGUMENTS…`: runs the built program and keeps what V8 has compiled of one of its files beside that file, where src/main/parts.ts looks for it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './prepare.mjs'

const [file, ...args] = process.argv.slice(2)
const { outputFiles } = await build({ entryPoints: [join(root, 'src/main/parts.ts')], bundle: true, platform: 'node', format: 'esm', write: false })
const { codeFile, load, parts } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
const path = join(root, 'dist/modules', file)

process.argv.splice(1, process.argv.length, 'track', ...args)
process.on('exit', () => writeFileSync(codeFile(path, readFileSync(path)), parts.get(path).script.createCachedData()))
load(join(root, 'dist/modules/track.js'))

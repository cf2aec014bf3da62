import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'

interface Part {
  script: Script
  exports: object
}

/** The built files that were loaded, by path. */
export const parts = new Map<string, Part>()

/** Where the code of a built file is kept, for just this source: V8 itself only looks whether its length is the same. */
export function codeFile(path: string, source: Buffer): string {
  return `${path}.${createHash('sha256').update(source).digest('hex').slice(0, 16)}.code`
}

function codeOf(path: string, source: Buffer): Buffer | undefined {
  const file = codeFile(path, source)
  return existsSync(file) ? readFileSync(file) : undefined
}

/** Loads a built file, a CommonJS module, with the code that V8 made of it at the build (scripts/code.mjs), since compiling is half of a start. Code that another version of V8 has made is left aside. */
export function load(path: string): object {
  const known = parts.get(path)
  if (known) return known.exports
  const source = readFileSync(path)
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, { filename: path, cachedData: codeOf(path, source) })
  const module = { exports: {} }
  parts.set(path, { script, ...module })
  const ordinary = createRequire(path)
  const require = (id: string): unknown => (id.startsWith('.') ? load(ordinary.resolve(id)) : ordinary(id))
  script.runInThisContext()(module.exports, require, module, path, dirname(path))
  parts.set(path, { script, ...module }) // `module.exports = …` is another object than the first
  return module.exports
}

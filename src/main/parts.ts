import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'

interface Part {
  script: Script
  module: { exports: object }
}

/** The built files that were loaded, by path. */
export const parts = new Map<string, Part>()

/** Where the code of a built file is kept. */
export const codeFile = (path: string): string => `${path}.code`

/** V8 itself takes code for any source of the same length, so what is older than its file counts for nothing. */
function codeOf(path: string): Buffer | undefined {
  const file = codeFile(path)
  const kept = statSync(file, { throwIfNoEntry: false })
  return kept && kept.mtimeMs >= statSync(path).mtimeMs ? readFileSync(file) : undefined
}

/** A built file as a script, which says whether its code was taken. */
export function compiled(path: string): Script {
  return new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`, {
    filename: path,
    cachedData: codeOf(path),
  })
}

/** Loads a built file, a CommonJS module, with the code that V8 made of it at the build (scripts/code.mjs), since compiling is half of a start. Code that another version of V8 has made is left aside. */
export function load(path: string): object {
  const known = parts.get(path)
  if (known) return known.module.exports
  const script = compiled(path)
  const module = { exports: {} }
  parts.set(path, { script, module })
  const ordinary = createRequire(path)
  const require = (id: string): unknown => (id.startsWith('.') ? load(ordinary.resolve(id)) : ordinary(id))
  script.runInThisContext()(module.exports, require, module, path, dirname(path))
  return module.exports
}

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

interface Part {
  script: Script
  module: { exports: object }
}

/** The built files that were loaded, by path. */
export const parts = new Map<string, Part>()

/** Where the code of a built file is kept. */
export const codeFile = (path: string): string => `${path}.code`

const CHECKSUM_BYTES = 4

/** V8 takes code for any source of the same length, and damaged code crashes it or runs for ever. */
const checksum = (source: Buffer, code: Buffer): number => crc32(code, crc32(source))

/** The code kept for a source; undefined where there is none, or it is unreadable, damaged or of another source. */
function codeOf(path: string, source: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(codeFile(path))
    const code = kept.subarray(CHECKSUM_BYTES)
    return kept.readUInt32LE() === checksum(source, code) ? code : undefined
  } catch {
    return undefined // it saves time, nothing else
  }
}

/** Keeps what V8 has compiled of a loaded file: the checksum of source and code, then the code. */
export function keepCode(path: string): void {
  const code = parts.get(path)!.script.createCachedData()
  const sum = Buffer.alloc(CHECKSUM_BYTES)
  sum.writeUInt32LE(checksum(readFileSync(path), code))
  writeFileSync(codeFile(path), Buffer.concat([sum, code]))
}

/** A built file as a script, which says whether its code was taken. */
export function compiled(path: string): Script {
  const source = readFileSync(path)
  return new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
    filename: path,
    cachedData: codeOf(path, source),
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

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

interface LoadedModule {
  script: Script
  module: { exports: object }
}

/** The loaded modules, by path. */
export const loadedModules = new Map<string, LoadedModule>()

/** The path of a module's compiled code. */
export const codeCacheFile = (path: string): string => `${path}.code`

const CHECKSUM_BYTES = 4

/**
 * V8 accepts code for any source of the same length, and damaged code crashes it or never ends: so both are checked.
 */
const checksum = (source: Buffer, code: Buffer): number => crc32(code, crc32(source))

/** The compiled code of a source; undefined if there is none, or it is unreadable, damaged or of another source. */
function readCodeCache(path: string, source: Buffer): Buffer | undefined {
  try {
    const cached = readFileSync(codeCacheFile(path))
    const code = cached.subarray(CHECKSUM_BYTES)
    return cached.readUInt32LE() === checksum(source, code) ? code : undefined
  } catch {
    return undefined // the start only takes longer
  }
}

/** Writes the compiled code of a loaded module: the checksum of source and code, then the code. */
export function writeCodeCache(path: string): void {
  const code = loadedModules.get(path)!.script.createCachedData()
  const sum = Buffer.alloc(CHECKSUM_BYTES)
  sum.writeUInt32LE(checksum(readFileSync(path), code))
  writeFileSync(codeCacheFile(path), Buffer.concat([sum, code]))
}

/** Compiles a module; `cachedDataRejected` of the result tells whether its code cache was used. */
export function compileScript(path: string): Script {
  const source = readFileSync(path)
  return new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
    filename: path,
    cachedData: readCodeCache(path, source),
  })
}

/**
 * Loads a built CommonJS module with the code that V8 compiled at the build (scripts/write-code-cache.mjs), since
 * compiling takes half of the start. Code of another version of V8 is ignored.
 */
export function loadModule(path: string): object {
  const loaded = loadedModules.get(path)
  if (loaded) return loaded.module.exports
  const script = compileScript(path)
  const module = { exports: {} }
  loadedModules.set(path, { script, module })
  const nodeRequire = createRequire(path)
  const require = (id: string): unknown => (id.startsWith('.') ? loadModule(nodeRequire.resolve(id)) : nodeRequire(id))
  script.runInThisContext()(module.exports, require, module, path, dirname(path))
  return module.exports
}

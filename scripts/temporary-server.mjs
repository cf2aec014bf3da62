// Starts the built server for scripts that have others judge it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs'

export const PROGRAM = join(root, 'dist/track.js')

/** Of npx and npm where judges need a newer Node, which comes from npm with them, than the one that runs these. */
export const WITH_ANY_NODE = { ...process.env, npm_config_engine_strict: 'false' }

/** Has `judge` call the built server, on an empty database in a folder that is removed when it has ended. */
export async function withTemporaryServer(judge) {
  ensureInstalled()
  ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'track-judged-'))
  const server = await startTemporaryServer(folder)
  try {
    await judge({ ...server, folder })
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startTemporaryServer(folder) {
  const keyFile = join(folder, 'key')
  const settings = { TRACK_DATA_DIR: join(folder, 'data'), TRACK_PORT: '0', TRACK_FIRST_KEY_FILE: keyFile }
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { PATH: process.env.PATH, HOME: folder, TRACK_LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let output = ''
  for await (const text of child.stdout) if ((output += text).includes('listening on')) break
  return {
    url: /listening on (\S+)/.exec(output)[1],
    key: readFileSync(keyFile, 'utf8').trim(),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

// Starts the built server for scripts that judge it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './prepare.mjs'

export const PROGRAM = join(root, 'dist/track.js')

/** Starts the built server on an empty database in a folder; gives its URL, its key, and how to stop it. */
export async function startTemporaryServer(folder) {
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

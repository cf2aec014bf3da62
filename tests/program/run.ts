import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PROGRAM = resolve('dist/track.js')

export interface ProgramResult {
  code: number | null
  stdout: string
  stderr: string
}

/** Creates a folder for one test, which is both home and data directory. */
export function newHome(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'track-home-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function environment(home: string, env: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, TZ: 'UTC', ...env }
}

/** `track ARGS` as a command line, begun by another program that runs it. */
function commandOf(args: string[], commandPrefix: string[] = [], program = PROGRAM): [string, string[]] {
  const [command, ...words] = [...commandPrefix, process.execPath, program, ...args]
  return [command!, words]
}

/** Runs `track ARGS` and waits for its end. */
export function track(
  home: string,
  args: string[],
  options: { env?: Record<string, string>; input?: string; commandPrefix?: string[]; program?: string } = {},
): Promise<ProgramResult> {
  return new Promise((done) => {
    const [command, words] = commandOf(args, options.commandPrefix, options.program)
    const child = spawn(command, words, { env: environment(home, options.env ?? {}), stdio: 'pipe' })
    const ended: ProgramResult = { code: null, stdout: '', stderr: '' }
    child.stdout.on('data', (text) => (ended.stdout += text))
    child.stderr.on('data', (text) => (ended.stderr += text))
    child.on('close', (code) => done({ ...ended, code }))
    child.stdin.on('error', () => {}) // the program may end without reading
    child.stdin.end(options.input ?? '')
  })
}

export interface Server {
  child: ChildProcess
  url: string
  /** The first user's key, if this start created one. */
  key: string
  stdout(): string
  stderr(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts `track serve` on a free port and waits until it listens. */
export function serve(
  home: string,
  env: Record<string, string> = {},
  commandPrefix?: string[],
  program?: string,
): Promise<Server> {
  return new Promise((ready, failed) => {
    const [command, words] = commandOf(['serve'], commandPrefix, program)
    const child = spawn(command, words, {
      env: environment(home, { TRACK_PORT: '0', TRACK_DATA_DIR: join(home, 'data'), ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    const ended = new Promise<number | null>((end) => child.on('exit', (code) => end(code)))
    child.stderr.on('data', (text) => (stderr += text))
    child.stdout.on('data', (text) => {
      stdout += text
      const url = /^track is listening on (\S+)$/m.exec(stdout)?.[1]
      const key = /api_key: (trk_\w+)/.exec(stdout)?.[1] ?? ''
      const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
        child.kill(signal)
        return ended
      }
      if (url) ready({ child, url, key, stdout: () => stdout, stderr: () => stderr, stop })
    })
    void ended.then((code) => failed(new Error(`the server ended with ${code}: ${stderr}`)))
  })
}

/** The fields of any answer of the API; a test reads those that it expects. */
interface Answer {
  id: string
  name: string
  revision: number
  items: { id: string }[]
  next_cursor: string
}

export async function api(
  server: { url: string; key: string },
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Answer }> {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'x-track-key': server.key, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

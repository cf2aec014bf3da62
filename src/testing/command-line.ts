import { PassThrough } from 'node:stream'
import { run } from '#cli/run.ts'
import type { CliEnvironment } from '#cli/environment.ts'
import type { Track } from '#contract/track.ts'

export interface CommandResult {
  code: number
  out: string
  err: string
}

export interface CommandOptions {
  /** What is piped to standard input. */
  input?: string
  env?: CliEnvironment['env']
  /** The configuration file. */
  file?: { text: string; mode: number } | null
  environment?: Partial<CliEnvironment>
  /** Standard output is a terminal of that width, not a pipe. */
  columns?: number
}

/** An in-memory command line: takes arguments, returns the exit code and the output. */
export function createCommandLine(connect: CliEnvironment['connect'] | Track, defaults: CommandOptions = {}) {
  const config = {
    file:
      defaults.file === undefined
        ? { text: 'api_key = "trk_test"\napi_url = "https://track.test"\n', mode: 0o600 }
        : defaults.file,
  }
  const files = new Map<string, string>()
  async function runArgs(argv: string[], options: CommandOptions = {}): Promise<CommandResult> {
    const columns = options.columns ?? defaults.columns
    const screen = columns === undefined ? {} : { isTTY: true, columns }
    const [out, err] = [[] as string[], [] as string[]]
    const stdin = new PassThrough()
    stdin.end(options.input ?? defaults.input ?? '')
    const code = await run({
      argv,
      env: { ...defaults.env, ...options.env },
      stdin,
      stdout: { write: (text) => out.push(text), ...screen },
      stderr: { write: (text) => err.push(text) },
      version: '1.2.3',
      configFile: {
        path: '/home/you/.track/config.toml',
        read: () => config.file,
        write: (text) => (config.file = { text, mode: 0o600 }),
      },
      files: {
        exists: (path) => files.has(path),
        read: (path) => Buffer.from(files.get(path) ?? ''),
        write: (path, text) => void files.set(path, text),
      },
      localTime: (instant) => ({ day: instant?.slice(0, 10) ?? '2026-03-10', time: instant?.slice(11, 16) ?? '12:00' }),
      now: () => new Date('2026-03-10T12:00:00Z'),
      startedAt: Date.parse('2026-03-10T12:00:00Z'),
      timezone: () => 'Europe/Berlin',
      ownAddresses: () => [],
      connect: typeof connect === 'function' ? connect : () => connect,
      mcp: () => Promise.reject(new Error('no pipes here')),
      local: () => Promise.reject(new Error('no database here')),
      serve: () => Promise.reject(new Error('no server here')),
      moveToPostgres: () => Promise.reject(new Error('no database here')),
      backup: () => Promise.reject(new Error('no database here')),
      restore: () => Promise.reject(new Error('no database here')),
      inspect: async () => [],
      probe: async () => ({ status: 200, body: '{"status":"ready"}', clockSkewSeconds: 0, validTo: null }),
      browse: () => Promise.resolve(false),
      follow: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
      manual: () => Promise.resolve(false),
      writeManual: async (folder, pages) => {
        for (const { name, text } of pages) files.set(`${folder}/${name}.1`, text)
      },
      pager: () => Promise.resolve(false),
      edit: () => Promise.reject(new Error('no editor here')),
      ...defaults.environment,
      ...options.environment,
    })
    return { code, out: out.join(''), err: err.join('') }
  }
  /** Runs arguments that are separated by spaces. */
  const track = (words: string, options?: CommandOptions) => runArgs(words.split(' ').filter(Boolean), options)
  return { type: runArgs, track, config, files }
}

import { ALL_SPACES, type Cli, findMe } from './cli.ts'
import { InterruptedError, UsageError } from './options.ts'
import { createOut } from './out.ts'
import { truncate, widthFor } from './width.ts'

const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'
const CHECK_EVERY_MS = 1_000

/**
 * Shows what `print` prints on the whole screen and again after each write, when the day or the screen changes, until q
 * or Ctrl-C. Throws UsageError where there is no terminal, InterruptedError after Ctrl-C.
 */
export async function watch(cli: Cli, print: (cli: Cli) => Promise<void>): Promise<void> {
  const { stdin, stdout } = cli.environment
  if (!stdout.isTTY || !stdin.isTTY || !stdin.setRawMode)
    throw new UsageError('--watch needs a terminal', 'In a pipe, track today prints it once.')
  const since = await shownRevision(cli) // fails before the screen is changed
  const ended = new AbortController()
  const screen = new Screen(cli, print)
  const writes = followWrites(cli, since, ended.signal, () => screen.refresh())
  writes.catch(() => {}) // it is waited for below
  stdout.write(ENTER)
  stdin.setRawMode(true)
  const timer = setInterval(() => void screen.refreshIfChanged(), CHECK_EVERY_MS)
  try {
    await screen.refresh()
    await Promise.race([keyThatEnds(cli), writes])
  } finally {
    clearInterval(timer)
    ended.abort()
    stdin.setRawMode(false)
    stdin.pause()
    stdout.write(LEAVE)
  }
}

/** The revision behind which what is shown is followed; undefined: all spaces are, from when the stream begins. */
async function shownRevision(cli: Cli): Promise<number | undefined> {
  if (cli.space !== ALL_SPACES) return (await (await cli.track()).changes.list({ limit: 1 })).revision
  await findMe(cli)
  return undefined
}

/** Runs until the server refuses it. */
async function followWrites(
  cli: Cli,
  since: number | undefined,
  signal: AbortSignal,
  refresh: () => Promise<void>,
): Promise<void> {
  const { url, key } = await cli.settings()
  const { space } = cli
  const server = { url: url.value, key: key!.value, client: 'cli' as const, ...(space !== undefined && { space }) }
  for await (const _ of cli.environment.follow(server, since, signal)) await refresh()
}

/** Resolves after q, rejects with InterruptedError after Ctrl-C or the end of the terminal. */
function keyThatEnds({ environment: { stdin } }: Cli): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      stdin.off('data', onData)
      stdin.off('end', onEnd)
      end()
    }
    const onEnd = () => finish(() => reject(new InterruptedError()))
    const onData = (chunk: Buffer | string) => {
      const keys = chunk.toString()
      if (keys.includes('\u0003')) onEnd()
      else if (/[qQ\u0004]/.test(keys) || keys === '\u001b') finish(resolve)
    }
    stdin.on('data', onData)
    stdin.on('end', onEnd)
    stdin.resume()
  })
}

class Screen {
  readonly #cli: Cli
  readonly #print: (cli: Cli) => Promise<void>
  #shown = ''

  constructor(cli: Cli, print: (cli: Cli) => Promise<void>) {
    this.#cli = cli
    this.#print = print
  }

  /** What else than writes changes what is shown. */
  #state(): string {
    const { stdout, localTime } = this.#cli.environment
    return [stdout.columns, stdout.rows, localTime().day].join(' ')
  }

  async refreshIfChanged(): Promise<void> {
    if (this.#state() !== this.#shown) await this.refresh()
  }

  async refresh(): Promise<void> {
    const { environment } = this.#cli
    const { stdout } = environment
    this.#shown = this.#state()
    const { columns = 80, rows = 24 } = stdout
    const printed: string[] = []
    const page = { isTTY: true, columns, rows, write: (text: string) => printed.push(text) }
    const out = createOut({ ...environment, stdout: page, stderr: page })
    try {
      await this.#print({ ...this.#cli, out })
    } catch (error) {
      out.line((error as Error).message) // the next write, or the next look, may succeed
      this.#shown = ''
    }
    const lines = printed
      .join('')
      .trimEnd()
      .split('\n')
      .slice(0, Math.max(1, rows - 2))
    const note = `as of ${environment.localTime().time} · q ends`
    const footer = truncate(note, columns, await widthFor([note]))
    const frame = [...lines, '', `\u001b[2m${footer}\u001b[22m`].map((line) => `${line}\u001b[K`).join('\n')
    stdout.write(`\u001b[H${frame}\u001b[J`)
  }
}

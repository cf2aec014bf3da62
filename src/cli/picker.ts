import type { KnownUser } from '#contract/types.ts'
import type { Cli } from './cli.ts'
import type { Suggestion } from './completion.ts'
import { InterruptedError, UsageError } from './options.ts'
import type { PickQuestion } from './pick-question.ts'
import { MAX_ITEMS, serverChoices } from './server-choices.ts'
import { clean } from './text.ts'
import { type MeasureWidth, truncate, widthFor } from './width.ts'

const TIME_FOR_SERVER_MS = 10_000
const MAX_ROWS = 10

/**
 * Asks on the terminal for what a command lacks: a list that is filtered as one types. Returns the ids. Throws
 * InterruptedError if it is left, UsageError if there is nothing to pick.
 */
export async function pick(
  cli: Cli,
  { command, choices, several }: PickQuestion,
  findUser: () => Promise<KnownUser>,
): Promise<string[]> {
  const { now } = cli.environment
  const find = serverChoices(await cli.track(), now().getTime() + TIME_FOR_SERVER_MS, () => now().getTime(), {
    maxItems: MAX_ITEMS,
    space: cli.space,
    findUser,
  })
  const found = await Promise.all(choices.map((choice) => find(choice, '', command)))
  const all = found.flat()
  if (!all.length) throw new UsageError(`track ${command}: there is nothing to choose from`)
  const width = await widthFor(all.map(({ word, description }) => `${word}${description}`))
  return new Picker(cli, all, several, width).ask()
}

class Picker {
  #query = ''
  #at = 0
  readonly #marked = new Set<string>()
  readonly #cli: Cli
  readonly #all: readonly Suggestion[]
  readonly #several: boolean
  readonly #width: MeasureWidth

  constructor(cli: Cli, all: readonly Suggestion[], several: boolean, width: MeasureWidth) {
    this.#cli = cli
    this.#all = all
    this.#several = several
    this.#width = width
  }

  ask(): Promise<string[]> {
    const { stdin, stderr } = this.#cli.environment
    return new Promise<string[]>((resolve, reject) => {
      const finish = (done: () => void) => {
        stdin.off('data', onData)
        stdin.off('end', onEnd)
        stdin.setRawMode!(false)
        stdin.pause()
        stderr.write('\r\u001b[J')
        done()
      }
      const onEnd = () => finish(() => reject(new InterruptedError()))
      const onData = (chunk: Buffer | string) => {
        const end = this.#accept(chunk.toString())
        if (end === 'left') onEnd()
        else if (end === 'taken') finish(() => resolve(this.#chosen()))
        else this.#draw()
      }
      stdin.setRawMode!(true)
      stdin.on('data', onData)
      stdin.on('end', onEnd)
      stdin.resume()
      this.#draw()
    })
  }

  /** Takes in keys as they come: one, or several that were pasted. */
  #accept(keys: string): 'more' | 'taken' | 'left' {
    if (keys === '\u001b') return 'left'
    const arrow = /^\u001b[[O]([AB])$/.exec(keys)?.[1]
    if (arrow) return this.#move(arrow === 'A' ? -1 : 1)
    if (keys.startsWith('\u001b')) return 'more'
    for (const key of keys) {
      if (key === '\r' || key === '\n') return this.#chosen().length ? 'taken' : 'more'
      if (key === '\u0003' || (key === '\u0004' && !this.#query)) return 'left'
      this.#edit(key)
    }
    return 'more'
  }

  #edit(key: string): void {
    const query = this.#query
    if (key === '\t') this.#mark()
    else if (key === '\u0010' || key === '\u000e') this.#move(key === '\u0010' ? -1 : 1)
    else if (key === '\u007f' || key === '\b') this.#query = [...query].slice(0, -1).join('')
    else if (key === '\u0015') this.#query = ''
    else if (key >= ' ') this.#query += key
    if (query !== this.#query) this.#at = 0
  }

  #mark(): void {
    const word = this.#matching()[this.#at]?.word
    if (!this.#several || word === undefined) return
    if (!this.#marked.delete(word)) this.#marked.add(word)
    this.#move(1)
  }

  #move(by: number): 'more' {
    this.#at = Math.max(0, Math.min(this.#matching().length - 1, this.#at + by))
    return 'more'
  }

  /** Those in which every typed word occurs. */
  #matching(): Suggestion[] {
    const words = folded(this.#query).split(/\s+/).filter(Boolean)
    return this.#all.filter(({ word, description }) => {
      const text = folded(`${word} ${description}`)
      return words.every((one) => text.includes(one))
    })
  }

  #chosen(): string[] {
    if (this.#marked.size) return [...this.#marked]
    const word = this.#matching()[this.#at]?.word
    return word === undefined ? [] : [word]
  }

  #draw(): void {
    const { stderr } = this.#cli.environment
    const { columns = 80, rows = 24 } = stderr
    const matching = this.#matching()
    const height = Math.max(1, Math.min(MAX_ROWS, rows - 2))
    const first = Math.max(0, Math.min(this.#at - height + 1, matching.length - height))
    const lines = matching
      .slice(first, first + height)
      .map((one, i) => this.#line(one, first + i === this.#at, columns))
    const more = matching.length - lines.length
    if (!matching.length) lines.push('  nothing matches')
    const keys = `Enter takes it${this.#several ? ', Tab marks several' : ''}, Esc leaves`
    const prompt = truncate(`? ${clean(this.#query)}`, columns - 1, this.#width)
    const hint = this.#query
      ? ''
      : `\u001b[2m${truncate(`type to filter · ${keys}`, columns - 3, this.#width)}\u001b[22m`
    const all = [prompt + hint, ...lines, ...(more > 0 ? [`  … ${more} more`] : [])]
    const back = `\u001b[${all.length - 1}A\r\u001b[${Math.max(1, this.#width(prompt))}C`
    stderr.write(`\r\u001b[J${all.join('\n')}${back}`)
  }

  #line({ word, description }: Suggestion, isCurrent: boolean, columns: number): string {
    const mark = this.#several ? (this.#marked.has(word) ? '● ' : '  ') : ''
    const text = truncate(`${mark}${word}  ${clean(description)}`, columns - 3, this.#width)
    return isCurrent ? `\u001b[1m> ${text}\u001b[22m` : `  ${text}`
  }
}

/** In lower case and without accents. */
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

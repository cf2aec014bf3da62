import { clean } from './text.ts'
import { InterruptedError } from './options.ts'
import type { InputStream, OutputStream, CliEnvironment } from './environment.ts'

/** Asks on the terminal without echo; Ctrl-C throws InterruptedError. Restores the terminal's mode afterwards. */
export async function askHidden(stdin: InputStream, screen: OutputStream, question: string): Promise<string> {
  stdin.setRawMode!(true) // before the question, so that nothing is echoed
  try {
    const line = hiddenLine(stdin)
    screen.write(question)
    return await line
  } finally {
    stdin.setRawMode!(false)
    stdin.pause()
    screen.write('\n')
  }
}

function hiddenLine(stdin: InputStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const typed = new HiddenLine()
    const onData = (chunk: Buffer | string) => {
      for (const character of chunk.toString()) {
        const state = typed.accept(character)
        if (state !== 'more') return finish(state)
      }
    }
    const onEnd = () => finish('interrupted')
    const finish = (state: 'line' | 'interrupted') => {
      stdin.off('data', onData)
      stdin.off('end', onEnd)
      if (state === 'line') resolve(typed.text)
      else reject(new InterruptedError())
    }
    stdin.on('data', onData)
    stdin.on('end', onEnd)
    stdin.resume()
  })
}

/** A line editor without echo: Backspace and Ctrl-U erase, escape sequences (arrows, bracketed paste) are ignored. */
export class HiddenLine {
  text = ''
  #escape: '' | 'begun' | 'sequence' = ''

  accept(character: string): 'more' | 'line' | 'interrupted' {
    if (this.#escape) {
      this.#skip(character)
      return 'more'
    }
    if (character === '\r' || character === '\n') return 'line'
    if (character === '\u0003') return 'interrupted'
    if (character === '\u0004') return this.text ? 'line' : 'interrupted'
    if (character === '\u001b') this.#escape = 'begun'
    else if (character === '\u007f' || character === '\b') this.text = [...this.text].slice(0, -1).join('')
    else if (character === '\u0015') this.text = ''
    else if (character >= ' ') this.text += character
    return 'more'
  }

  /** Passes over a character of an escape sequence. */
  #skip(character: string): void {
    if (this.#escape === 'begun') this.#escape = character === '[' || character === 'O' ? 'sequence' : ''
    else if (/[@-~]/.test(character)) this.#escape = ''
  }
}

/** The next line of a terminal or pipe that is `wanted`, by default any; null at the end of the input. */
export function readLine(stdin: InputStream, wanted: (line: string) => unknown = () => true): Promise<string | null> {
  return new Promise((resolve) => {
    let text = ''
    const finish = (line: string | null) => {
      stdin.off('data', onData)
      stdin.off('end', onEnd)
      stdin.pause()
      resolve(line)
    }
    const onData = (chunk: Buffer | string) => {
      const lines = (text + chunk.toString()).split(/[\r\n]/)
      text = lines.pop()!
      const line = lines.find(wanted)
      if (line !== undefined) finish(line)
    }
    const onEnd = () => finish(text === '' ? null : text)
    stdin.on('data', onData)
    stdin.on('end', onEnd)
    stdin.resume()
  })
}

/** Asks on standard error for confirmation; the default is no. */
export async function confirm(
  { stdin, stderr }: Pick<CliEnvironment, 'stdin' | 'stderr'>,
  question: string,
): Promise<boolean> {
  stderr.write(`${clean(question)} [y/N] `)
  const answer = await readLine(stdin)
  if (!stdin.isTTY || answer === null) stderr.write('\n')
  return /^\s*y(?:es)?\s*$/i.test(answer ?? '')
}

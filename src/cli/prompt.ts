import { clean } from './text.ts'
import { Interrupted } from './usage.ts'
import type { Keyboard, Screen, World } from './world.ts'

/** Asks on the terminal without showing what is typed; Ctrl-C throws Interrupted. The terminal is as before afterwards. */
export async function askHidden(stdin: Keyboard, screen: Screen, question: string): Promise<string> {
  stdin.setRawMode!(true) // before anyone is asked to type
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

function hiddenLine(stdin: Keyboard): Promise<string> {
  return new Promise((resolve, reject) => {
    const typed = new HiddenLine()
    const heard = (chunk: Buffer | string) => {
      for (const character of chunk.toString()) {
        const state = typed.take(character)
        if (state !== 'more') return finish(state)
      }
    }
    const ended = () => finish('interrupted')
    const finish = (state: 'line' | 'interrupted') => {
      stdin.off('data', heard)
      stdin.off('end', ended)
      if (state === 'line') resolve(typed.text)
      else reject(new Interrupted())
    }
    stdin.on('data', heard)
    stdin.on('end', ended)
    stdin.resume()
  })
}

/** What the keys typed so far amount to: Backspace and Ctrl-U erase, escape sequences (arrows, paste brackets) count for nothing. */
export class HiddenLine {
  text = ''
  #escape: '' | 'begun' | 'sequence' = ''

  take(character: string): 'more' | 'line' | 'interrupted' {
    if (this.#escape) {
      if (this.#escape === 'begun') this.#escape = character === '[' || character === 'O' ? 'sequence' : ''
      else if (/[@-~]/.test(character)) this.#escape = ''
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
}

/** The first line that comes, from a terminal or a pipe; null at the end of the input. */
export function readLine(stdin: Keyboard): Promise<string | null> {
  return new Promise((resolve) => {
    let text = ''
    const finish = (line: string | null) => {
      stdin.off('data', heard)
      stdin.off('end', ended)
      stdin.pause()
      resolve(line)
    }
    const heard = (chunk: Buffer | string) => {
      text += chunk.toString()
      const end = text.search(/[\r\n]/)
      if (end >= 0) finish(text.slice(0, end))
    }
    const ended = () => finish(text === '' ? null : text)
    stdin.on('data', heard)
    stdin.on('end', ended)
    stdin.resume()
  })
}

/** Asks a question whose answer is yes only when it is said; what is asked goes to standard error. */
export async function agreed({ stdin, stderr }: Pick<World, 'stdin' | 'stderr'>, question: string): Promise<boolean> {
  stderr.write(`${clean(question)} [y/N] `)
  const answer = await readLine(stdin)
  if (!stdin.isTTY || answer === null) stderr.write('\n')
  return /^\s*y(?:es)?\s*$/i.test(answer ?? '')
}

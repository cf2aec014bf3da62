import type { Cli } from '../cli.ts'
import { command } from '../command.ts'
import type { FindChoices } from '../completion.ts'

interface CompleteOptions {
  shell: string
  words: string[]
}

/** Of the 300 ms that a Tab may take, what the start of the program leaves. */
const TIME_FOR_SERVER_MS = 200

/** Asked by the scripts of `track completion`. Prints a word a line with its meaning; on failure nothing. */
export const complete = command<CompleteOptions>({
  args: [
    ['<shell>', 'bash, zsh, fish'],
    ['[words...]', 'the words after track up to the cursor'],
  ],
  examples: ['track __complete bash -- done t-'],
  read: ({ args: [shell = '', ...words] }) => ({ shell, words }),
  async run(cli, { shell, words }, all) {
    try {
      const completion = await import('../completion.ts')
      const { before, joined } = shell === 'bash' ? completion.joinSplitWords(words) : { before: '', joined: words }
      const found = await completion.complete(joined, all, await choicesOf(cli))
      for (const line of completion.completionLines(found, shell, before)) cli.environment.stdout.write(`${line}\n`)
    } catch {
      // a shell can't show an error while someone types
    }
  },
})

async function choicesOf(cli: Cli): Promise<FindChoices> {
  const { now } = cli.environment
  const deadline = now().getTime() + TIME_FOR_SERVER_MS
  try {
    const track = await cli.track()
    const { serverChoices } = await import('../server-choices.ts')
    return serverChoices(track, deadline, () => now().getTime())
  } catch {
    return () => Promise.resolve([]) // commands and flags are known without a key
  }
}

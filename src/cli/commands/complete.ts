import { type Cli, createCli, learnMe } from '../cli.ts'
import { ACCOUNTS, command } from '../command.ts'
import type { FindChoices } from '../completion.ts'

interface CompleteOptions {
  shell: string
  words: string[]
}

/** Of the 300 ms that a Tab may take, when the answers have to be there: printing them takes the rest. */
const ANSWERED_AFTER_MS = 250
/** Where the start alone has taken that long, the server gets this time nevertheless. */
const MIN_TIME_FOR_SERVER_MS = 100

/** Asked by the scripts of `track completion`. Prints a word a line with its meaning; on failure nothing. */
export const complete = command<CompleteOptions>({
  args: [
    ['<shell>', 'bash, zsh, fish'],
    ['[words...]', 'the words after track up to the cursor'],
  ],
  keyless: true,
  examples: ['track __complete bash -- done t-'],
  read: ({ args: [shell = '', ...words] }) => ({ shell, words }),
  async run(cli, { shell, words }, all) {
    try {
      const completion = await import('../completion.ts')
      const { before, joined } = shell === 'bash' ? completion.joinSplitWords(words) : { before: '', joined: words }
      const found = await completion.complete(joined, all, await choicesOf(cli, words))
      for (const line of completion.completionLines(found, shell, before)) cli.environment.stdout.write(`${line}\n`)
    } catch {
      // a shell can't show an error while someone types
    }
  },
})

async function choicesOf({ environment, json }: Cli, words: readonly string[]): Promise<FindChoices> {
  const { now, startedAt, configFile } = environment
  const deadline = Math.max(startedAt + ANSWERED_AFTER_MS, now().getTime() + MIN_TIME_FOR_SERVER_MS)
  const { accountChoices, serverChoices } = await import('../server-choices.ts')
  const accounts = accountChoices(configFile)
  try {
    const valueOf = (flag: string) => words.find((_, i) => words[i - 1] === flag && i < words.length - 1)
    const [account, space] = [valueOf('--as'), valueOf('--space')]
    const cli = createCli(environment, { json, account, space })
    const findUser = () => learnMe(cli)
    const find = serverChoices(await cli.track(), deadline, () => now().getTime(), { space, words, findUser })
    return async (choices, ...rest) => (choices === ACCOUNTS ? accounts : find(choices, ...rest))
  } catch {
    return (choices) => (choices === ACCOUNTS ? accounts : Promise.resolve([])) // the rest is known without a key
  }
}

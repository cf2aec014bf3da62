import { describeWrite } from '#contract/sentences.ts'
import type { UndoInput } from '#contract/types.ts'
import { firstOperation, formatWrite } from '../changes.ts'
import { ALL_SPACES, learnCurrency, learnSpaces } from '../cli.ts'
import { command } from '../command.ts'
import { UsageError, integerOption } from '../options.ts'

export const undo = command<UndoInput>({
  options: [
    { flags: '--redo', description: 'take back the last undo' },
    { flags: '--revision <n>', description: 'take back exactly the write that track log numbers so' },
  ],
  data: true,
  acrossSpaces: true,
  about: 'Takes back the newest write that still stands, whichever client it came through. Undo is itself a write.',
  examples: ['track undo', 'track undo --redo', 'track undo --revision 41'],
  read({ flags }) {
    const revision = integerOption(flags, 'revision', 1, Number.MAX_SAFE_INTEGER)
    if (revision !== undefined && flags.redo) throw new UsageError('--redo and --revision exclude each other')
    return { revision, ...(flags.redo === true && { redo: true }) }
  },
  async run(cli, input) {
    if (input.revision !== undefined && cli.space === ALL_SPACES) delete cli.space // a revision is of one space
    const undone = await (await cli.track()).changes.undo(input)
    if (cli.json) return cli.out.json(undone)
    await learnCurrency(cli, undone)
    const { space } = undone
    const prefixOf = await learnSpaces(cli, [{ space }])
    if (space !== undefined) cli.space = space
    const { client, at } = undone.undid
    const description = describeWrite(undone, await firstOperation(undone, [], await cli.track()))
    const dates = cli.dates()
    const what = formatWrite(description, dates, ({ id }) => prefixOf({ id, space }))
    cli.out.line(`${description.undo}: ${what} · by ${client}, ${dates.instant(at)}`)
  },
})

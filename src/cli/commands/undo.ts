import { describeWrite } from '#contract/sentences.ts'
import type { UndoInput } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import { poolOfId } from '#domain/kinds.ts'
import { firstOperation, formatWrite } from '../changes.ts'
import { ALL_SPACES, type Cli, enterDefaultSpace, learnCurrency, learnSpaces } from '../cli.ts'
import { command, ITEMS } from '../command.ts'
import { UsageError, integerOption } from '../options.ts'

export const undo = command<{ item?: string; input: UndoInput }>({
  args: [['[id]', 'the newest write that changed this item', [ITEMS]]],
  options: [
    { flags: '--redo', description: 'take back the last undo' },
    { flags: '--revision <n>', description: 'take back exactly the write that track log numbers so' },
  ],
  data: true,
  acrossSpaces: true,
  about: `Takes back the newest write that still stands, whichever client it came through. Undo is itself a write.
With an id it is the newest that changed this item, with all else that it changed.`,
  examples: ['track undo', 'track undo t-1f3a', 'track undo --redo', 'track undo --revision 41'],
  read({ args: [item], flags }) {
    const revision = integerOption(flags, 'revision', 1, Number.MAX_SAFE_INTEGER)
    if (revision !== undefined && flags.redo) throw new UsageError('--redo and --revision exclude each other')
    if (revision !== undefined && item !== undefined) throw new UsageError('an id and --revision exclude each other')
    return { item, input: { revision, ...(flags.redo === true && { redo: true }) } }
  },
  async run(cli, { item, input }) {
    // a revision and an item are of one space
    if ((item !== undefined || input.revision !== undefined) && cli.space === ALL_SPACES) delete cli.space
    const target = item === undefined ? input : { revision: await newestWriteOf(cli, item, input.redo ?? false) }
    const undone = await (await cli.track()).changes.undo(target)
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

/** More than are undone one after the other. */
const MAX_WRITES = 100

/** The newest write of an item that still stands, or the newest undo of one. Throws `conflict` if there is none. */
async function newestWriteOf(cli: Cli, item: string, isRedo: boolean): Promise<number> {
  await enterDefaultSpace(cli, poolOfId(item))
  const { changes } = await (await cli.track()).changes.list({ item, limit: MAX_WRITES })
  const found = changes.find(({ op, undoes, undone }) => !undone && (isRedo ? op === 'changes.undo' : undoes === null))
  if (found) return found.revision
  throw new TrackError('conflict', `there is nothing of ${item} to ${isRedo ? 'redo' : 'undo'}`)
}

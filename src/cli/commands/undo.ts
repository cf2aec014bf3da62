import type { Undone, UndoInput } from '#contract/types.ts'
import { backwards } from '#contract/verbs.ts'
import { describeChange } from '../changes.ts'
import { command } from '../command.ts'
import { UsageError, integerOption } from '../options.ts'

export const undo = command<UndoInput>({
  options: [
    { flags: '--redo', description: 'take back the last undo' },
    { flags: '--revision <n>', description: 'take back exactly the write that track log numbers so' },
  ],
  data: true,
  about: 'Takes back the newest write that still stands, whichever client it came through. Undo is itself a write.',
  examples: ['track undo', 'track undo --redo', 'track undo --revision 41'],
  read({ flags }) {
    const revision = integerOption(flags, 'revision', 1, Number.MAX_SAFE_INTEGER)
    if (revision !== undefined && flags.redo) throw new UsageError('--redo and --revision exclude each other')
    return { revision, ...(flags.redo === true && { redo: true }) }
  },
  async run(cli, input) {
    const undone = await (await cli.track()).changes.undo(input)
    if (cli.json) return cli.out.json(undone)
    const { client, at } = undone.undid
    cli.out.line(`${sentence(undone)} · by ${client}, ${cli.formatInstant(at)}`)
  },
})

function sentence({ items, projects, features, op, undid }: Undone): string {
  if (op === 'changes.redo') return `redid: ${describeChange({ op, items, projects, features })}`
  const before = backwards({ items, projects, features })
  return `undid: ${describeChange({ op: undid.op, ...before })}`
}

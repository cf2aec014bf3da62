import type { Undone, UndoInput } from '#contract/types.ts'
import { backwards } from '#contract/verbs.ts'
import { whatChanged } from '../changes.ts'
import { command } from '../command.ts'
import { Usage, whole } from '../usage.ts'

export const undo = command<UndoInput>({
  options: [
    { flags: '--redo', says: 'take back the last undo' },
    { flags: '--revision <n>', says: 'take back exactly the write that track log numbers so' },
  ],
  data: true,
  about: 'Takes back the newest write that still stands, whichever client it came through. Undo is itself a write.',
  examples: ['track undo', 'track undo --redo', 'track undo --revision 41'],
  read({ flags }) {
    const revision = whole(flags, 'revision', 1, Number.MAX_SAFE_INTEGER)
    if (revision !== undefined && flags.redo) throw new Usage('--redo and --revision exclude each other')
    return { revision, ...(flags.redo === true && { redo: true }) }
  },
  async run(cli, input) {
    const undone = await (await cli.track()).changes.undo(input)
    if (cli.json) return cli.out.json(undone)
    const { client, at } = undone.undid
    cli.out.line(`${sentence(undone)} · by ${client}, ${cli.moment(at)}`)
  },
})

function sentence({ items, projects, features, op, undid }: Undone): string {
  if (op === 'changes.redo') return `redid: ${whatChanged({ op, items, projects, features })}`
  const before = backwards({ items, projects, features })
  return `undid: ${whatChanged({ op: undid.op, ...before })}`
}

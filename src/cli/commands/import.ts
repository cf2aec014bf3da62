import type { Arrivals, Import, Imported } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'
import type { Cli } from '../cli.ts'
import { command } from '../command.ts'
import { Usage } from '../usage.ts'

export const importFile = command<string>({
  args: [['<file>', 'what track export wrote; - is standard input']],
  data: true,
  about: 'Adds what is not here yet, all or nothing, as one write and one undo. What is here already stays as it is, so the same file twice changes nothing. Ids that are taken here are replaced.',
  examples: ['track import track.json', 'track import - < track.json'],
  read({ args: [file = ''] }) {
    if (file === '') throw new Usage('the name of the file is empty', 'For example: track import track.json')
    return file
  },
  async run(cli, file) {
    const track = await cli.track()
    const document = documentIn(file === '-' ? await whole(cli) : cli.world.files.read(file), file === '-' ? 'standard input' : file)
    const imported = await track.data.import(document)
    if (cli.json) return cli.out.json(imported)
    cli.out.line(sentence(imported))
    const { length } = imported.renamed
    if (length) cli.tell(`${length === 1 ? '1 id or slug was' : `${length} ids or slugs were`} taken here and replaced; --json lists them`)
    if (imported.revision !== null) cli.tell(`undo with: track undo --revision ${imported.revision}`)
  },
})

async function whole({ world: { stdin } }: Cli): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

function documentIn(text: string, name: string): Import {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    document = null
  }
  if ((document as Partial<Import> | null)?.format === 'track') return document as Import
  throw new TrackError('conflict', `${name} is no export of Track; nothing was changed`, { hint: 'track export makes one.' })
}

/** `added 12 items and 1 project, 3 were here already, 1 has changed here since and stays so` */
function sentence(imported: Imported): string {
  const parts = (['items', 'projects', 'features'] as const).map((noun) => ({ noun, ...imported[noun] }))
  const added = parts.filter((part) => part.added).map((part) => `${part.added} ${part.added === 1 ? part.noun.slice(0, -1) : part.noun}`)
  const sum = (what: keyof Arrivals) => parts.reduce((total, part) => total + part[what], 0)
  const [same, kept] = [sum('unchanged'), sum('kept')]
  return [
    added.length ? `added ${added.length > 1 ? `${added.slice(0, -1).join(', ')} and ${added.at(-1)}` : added[0]}` : 'nothing to add',
    ...(same ? [`${same} ${same === 1 ? 'was' : 'were'} here already`] : []),
    ...(kept ? [`${kept} ${kept === 1 ? 'has changed here since and stays' : 'have changed here since and stay'} so`] : []),
  ].join(', ')
}

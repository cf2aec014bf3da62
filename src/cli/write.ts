import type { Track } from '#contract/operations.ts'
import type { Item } from '#domain/items.ts'
import type { Cli } from './cli.ts'

/** One operation for each of several inputs: a plain call for one, else a batch, which is one write and one undo. */
export async function inOneWrite<Output>(track: Track, op: string, inputs: object[]): Promise<Output[]> {
  if (inputs.length > 1)
    return (await track.batch.run({ operations: inputs.map((input) => ({ op, input })) })).results as Output[]
  const [noun, verb] = op.split('.') as [keyof Track, string]
  const call = (track[noun] as unknown as Record<string, (input: object) => Promise<Output>>)[verb]!
  return [await call(inputs[0]!)]
}

/** The same, and which of the items it changed: those whose revision is newer than the user's was before. */
export async function eachInOneWrite<Output>(
  cli: Cli,
  op: string,
  inputs: object[],
  itemOf: (output: Output) => Item,
): Promise<{ results: Output[]; changed: boolean[] }> {
  const track = await cli.track()
  // JSON holds the revision itself, so programs need no second request
  const { revision } = cli.json ? { revision: 0 } : await track.me.get()
  const results = await inOneWrite<Output>(track, op, inputs)
  return { results, changed: results.map((output) => itemOf(output).revision > revision) }
}

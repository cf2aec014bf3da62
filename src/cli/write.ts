import type { OperationName } from '#contract/operations.ts'
import type { CallResult, Track } from '#contract/track.ts'
import type { Item } from '#domain/fields.ts'
import type { Cli } from './cli.ts'

/** Runs an operation for each input: one call, or a batch, so that it is one write and one undo. */
export async function inOneWrite<Output>(
  track: Track,
  op: OperationName,
  inputs: object[],
): Promise<CallResult<Output[]>> {
  if (inputs.length === 1) {
    const { output, revision } = await track.call(op, inputs[0] as never)
    return { output: [output as Output], revision }
  }
  const { output, revision } = await track.call('batch.run', { operations: inputs.map((input) => ({ op, input })) })
  return { output: output.results as Output[], revision }
}

/** Like inOneWrite, for operations that answer an item or hold it in `item`; returns also which items were changed. */
export async function eachInOneWrite<Output extends Item | { item: Item }>(
  cli: Cli,
  op: OperationName,
  inputs: object[],
): Promise<{ results: Output[]; changed: boolean[] }> {
  const { output, revision } = await inOneWrite<Output>(await cli.track(), op, inputs)
  const itemOf = (one: Item | { item: Item }) => ('item' in one ? one.item : one)
  return { results: output, changed: output.map((one) => itemOf(one).revision === revision) }
}

import type { OperationName } from '#contract/operations.ts'
import type { CallResult, Track } from '#contract/track.ts'
import type { Item } from '#domain/fields.ts'
import type { Feature } from '#domain/projects.ts'
import type { Status } from '#domain/statuses.ts'
import type { Cli } from './cli.ts'
import { isFeatureId } from './features.ts'
import { UsageError } from './options.ts'

interface Operation {
  op: OperationName
  input: object
}

/** Runs operations: one call, or a batch, so that they are one write and one undo. */
export async function inOneWrite<Output>(track: Track, operations: Operation[]): Promise<CallResult<Output[]>> {
  const [first, ...others] = operations
  if (first && !others.length) {
    const { output, revision } = await track.call(first.op, first.input)
    return { output: [output as Output], revision }
  }
  const { output, revision } = await track.call('batch.run', { operations })
  return { output: output.results as Output[], revision }
}

/** What some operations on items are for features, which have a status and little else. */
const FEATURE_STATUS: Partial<Record<OperationName, Status>> = {
  'items.done': 'done',
  'items.start': 'doing',
  'items.cancel': 'canceled',
  'items.reopen': 'todo',
}

interface Written<Output> {
  results: Output[]
  /** Which of them the write changed. */
  changed: boolean[]
}

/** Throws UsageError for the id of a feature. */
export function requireItemIds(ids: readonly string[]): void {
  const feature = ids.find(isFeatureId)
  if (feature) throw new UsageError(`${feature} is a feature`, 'track feature --help tells what features have.')
}

/** Runs an operation on items for each input in one write. Throws UsageError for the id of a feature. */
export function eachInOneWrite<Output extends Item | { item: Item }>(
  cli: Cli,
  op: OperationName,
  inputs: { id: string }[],
): Promise<Written<Output>> {
  requireItemIds(inputs.map(({ id }) => id))
  return write(
    cli,
    inputs.map((input) => ({ op, input })),
  )
}

/** The same of an operation that changes the status, which features have too. */
export function eachStatusInOneWrite<Output extends Item | { item: Item }>(
  cli: Cli,
  op: OperationName,
  inputs: { id: string }[],
): Promise<Written<Output | Feature>> {
  const status = FEATURE_STATUS[op]
  if (!status) return eachInOneWrite(cli, op, inputs)
  return write(
    cli,
    inputs.map((input) =>
      isFeatureId(input.id) ? { op: 'features.update', input: { id: input.id, status } } : { op, input },
    ),
  )
}

async function write<Output extends Item | Feature | { item: Item }>(
  cli: Cli,
  operations: Operation[],
): Promise<Written<Output>> {
  const { output, revision } = await inOneWrite<Output>(await cli.track(), operations)
  const revisionOf = (one: Item | Feature | { item: Item }) => ('item' in one ? one.item : one).revision
  return { results: output, changed: output.map((one) => revisionOf(one) === revision) }
}

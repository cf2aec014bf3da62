import {
  allOperations,
  type NamedOperation,
  type Operation,
  type OperationName,
  type Operations,
} from './operations.ts'

/** What travels beside the input of a call. */
export interface CallOptions {
  /** 1 to 255 printable ASCII characters: a write repeated with it happens once. */
  idempotencyKey?: string
  /** The revision that the caller saw, or several: the write is refused when the item stands at none of them. */
  ifMatch?: number | readonly Version[]
}

/** An item as it stood at a revision; without an id, whichever item is asked for. */
export interface Version {
  id?: string
  revision: number
}

export interface CallResult<Output = unknown> {
  output: Output
  /** The revision that this write made, for undo; null when it changed nothing, and for reads. */
  revision: number | null
}

/** The table's entry of a name. */
export type Named<Name extends OperationName> = Name extends `${infer Noun extends keyof Operations}.${infer Verb}`
  ? Verb extends keyof Operations[Noun]
    ? Operations[Noun][Verb]
    : never
  : never
export type InputOf<Op> = Op extends Operation<infer Input, infer _Output> ? Input : never
export type OutputOf<Op> = Op extends Operation<never, infer Output> ? Output : never

type Method<Op> = (
  ...args: object extends InputOf<Op>
    ? [input?: InputOf<Op>, options?: CallOptions]
    : [input: InputOf<Op>, options?: CallOptions]
) => Promise<OutputOf<Op>>

/** Everything that Track can do for one user, wherever it is done. */
export type Track = {
  [Noun in keyof Operations]: { [Verb in keyof Operations[Noun]]: Method<Operations[Noun][Verb]> }
} & {
  /** Any operation by its name; tells the revision beside the output. */
  call<Name extends OperationName>(
    name: Name,
    input: InputOf<Named<Name>>,
    options?: CallOptions,
  ): Promise<CallResult<OutputOf<Named<Name>>>>
}

/** Carries any operation out. */
export type Perform = (operation: NamedOperation, input: object, options: CallOptions) => Promise<CallResult>

const byName = new Map(allOperations.map((operation) => [operation.name, operation]))

/** A whole Track from one function that carries any operation out. */
export function trackFrom(perform: Perform): Track {
  const track: Record<string, unknown> = {
    call: (name: OperationName, input: object, options: CallOptions = {}) => perform(byName.get(name)!, input, options),
  }
  for (const operation of allOperations) {
    const methods = (track[operation.noun] ??= {}) as Record<string, unknown>
    methods[operation.verb] = async (input: object = {}, options: CallOptions = {}) =>
      (await perform(operation, input, options)).output
  }
  return track as Track
}

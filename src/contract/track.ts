import { allOperations, type NamedOperation } from './operations.ts'
import type { InputOf, OperationName, OutputOf, Signatures } from './signatures.ts'

/** What is sent beside the input of a call. */
export interface CallOptions {
  /** 1 to 255 printable ASCII characters: a write repeated with it happens once. */
  idempotencyKey?: string
  /** The revision that the caller saw, or several: the write is refused if the item is at none of them. */
  ifMatch?: number | readonly Version[]
  /**
   * The name or id of a space that the caller is a member of; by default their own. `*` stands for all of them, in
   * today, upcoming, search, lists of items and undo; `default` for the one that their defaults name, where items are
   * added or their ids given.
   */
  space?: string
}

/** The state of an item at a revision; without an id, of whichever item the operation is about. */
export interface Version {
  id?: string
  revision: number
}

export interface CallResult<Output = unknown> {
  output: Output
  /** The revision that this write made, for undo; null when it changed nothing, and for reads. */
  revision: number | null
  /** Whether it made what it else changes. */
  created?: boolean
}

type Method<Input, Output> = (
  ...args: object extends Input ? [input?: Input, options?: CallOptions] : [input: Input, options?: CallOptions]
) => Promise<Output>

/**
 * Everything that Track can do for one user: the service carries it out, the client asks a server to. A call rejects
 * with a TrackError whose code is one of `FailureOf<'noun.verb'>`.
 */
export type Track = {
  [Noun in keyof Signatures]: {
    [Verb in keyof Signatures[Noun]]: Signatures[Noun][Verb] extends (input: infer Input) => infer Output
      ? Method<Input, Output>
      : never
  }
} & {
  /** Any operation by its name; returns the revision beside the output. */
  call<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
    options?: CallOptions,
  ): Promise<CallResult<OutputOf<Name>>>
}

/** What whoever has access to the database may do without a key. */
export type LocalTrack = Pick<Track, 'users'> & { spaces: Pick<Track['spaces'], 'adopt'> }

/** Carries out any operation. */
export type Perform = (operation: NamedOperation, input: object, options: CallOptions) => Promise<CallResult>

const byName = new Map(allOperations.map((operation) => [operation.name, operation]))

/** Makes a Track of one function that carries out any operation. */
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

import type { EFFECTS } from '#domain/effects/effects.ts'
import type { InputOf } from './signatures.ts'

type ItemEffect = keyof typeof EFFECTS & `items.${string}`
/** A write of one item that needs only its id. */
export type ByIdOperation = { [Name in ItemEffect]: keyof InputOf<Name> extends 'id' ? Name : never }[ItemEffect]

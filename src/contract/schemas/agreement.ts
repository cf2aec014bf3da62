import type * as z from 'zod'
import type { EFFECTS } from '#domain/effects/effects.ts'
import type { Step } from '#domain/effects/steps.ts'

/** Writes out aliases, intersections and mapped types, so that types of equal shape are identical. */
type Plain<T> = T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type KeysOf<T> = T extends unknown ? keyof T : never
type RequiredKeysOf<T> = T extends unknown
  ? { [Key in keyof T]-?: object extends Pick<T, Key> ? never : Key }[keyof T]
  : never

/** Whether a schema accepts every input of a type, with the same fields. It may accept more: texts of query strings. */
type InputAgrees<Schema extends z.ZodType, Input> = [Input] extends [z.input<Schema>]
  ? Identical<[KeysOf<z.input<Schema>>, RequiredKeysOf<z.input<Schema>>], [KeysOf<Input>, RequiredKeysOf<Input>]>
  : false

type OutputAgrees<Schema, Output> = Identical<Plain<Schema extends z.ZodType ? z.output<Schema> : void>, Plain<Output>>

/** Whether an effect takes what the schema gives and returns what the operation does; true where there is none. */
type EffectAgrees<Name, Schema extends z.ZodType, Output> =
  Name extends Exclude<keyof typeof EFFECTS, 'items.add'>
    ? (typeof EFFECTS)[Name] extends (records: never, input: infer Input) => Step<infer Result>
      ? [z.output<Schema>] extends [Input]
        ? [Plain<Result>] extends [Plain<Output>]
          ? true
          : false
        : false
      : false
    : true

/** The name of an operation with what does not agree; never where everything does. */
export type Disagreement<Name extends string, Schemas, Input, Output> = Schemas extends {
  input: infer InputSchema extends z.ZodType
  output: infer OutputSchema
}
  ? | (InputAgrees<InputSchema, Input> extends true ? never : `the input of ${Name}`)
    | (OutputAgrees<OutputSchema, Output> extends true ? never : `the output of ${Name}`)
    | (EffectAgrees<Name, InputSchema, Output> extends true ? never : `the effect of ${Name}`)
  : never

/** `T`, unless something disagrees. */
export type IfNone<Disagreements extends never, T> = [Disagreements] extends [never] ? T : never

import type { Item } from '#domain/fields.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { Role } from '#domain/users.ts'
import type { Today, UpcomingDay } from '#domain/views.ts'
import type * as t from './types.ts'

/** What each operation takes and returns. */
export interface Signatures {
  items: {
    list(input: t.ListInput): t.Page
    add(input: t.AddInput): t.Added
    get(input: t.ById): Item
    update(input: t.UpdateInput): Item
    remove(input: t.ById): void
    done(input: t.DoneInput): t.DoneResult
    start(input: t.ById): Item
    cancel(input: t.ById): Item
    reopen(input: t.ById): Item
    skip(input: t.ById): Item
    move(input: t.MoveInput): Item
    convert(input: t.ConvertInput): Item
  }
  batch: {
    run(input: t.BatchInput): t.BatchResult
  }
  order: {
    set(input: t.OrderInput): { items: Item[] }
  }
  views: {
    today(input: object): Today
    upcoming(input: { days?: number }): { days: UpcomingDay[] }
  }
  search: {
    find(input: t.SearchInput): t.Page
  }
  projects: {
    list(input: object): { projects: t.ProjectSummary[] }
    add(input: t.ProjectInput): Project
    get(input: t.BySlug): t.ProjectView
    update(input: t.ProjectPatch): Project
    remove(input: t.BySlug & { force?: boolean }): void
  }
  features: {
    list(input: t.BySlug): { features: t.FeatureSummary[] }
    add(input: t.FeatureInput): Feature
    update(input: t.FeaturePatch): Feature
    remove(input: t.ById): void
  }
  changes: {
    list(input: t.ChangesInput): t.Changes
    snapshot(input: { cursor?: string }): t.Snapshot
    undo(input: t.UndoInput): t.Undone
  }
  data: {
    export(input: object): t.Export
    import(input: t.Import): t.Imported
  }
  calendar: {
    get(input: object): t.Calendar
    rotate(input: object): t.Calendar
  }
  me: {
    get(input: object): t.Me
    update(input: t.MeInput): t.Me
  }
  users: {
    list(input: object): { users: t.UserSummary[] }
    add(input: t.UserInput): t.NewKey
    rotate(input: t.ByName): t.NewKey
    update(input: t.ByName & { role: Role }): t.UserSummary
    remove(input: t.ByName): void
  }
}

/** `noun.verb`, as clients, batches and the journal name an operation. */
export type OperationName = {
  [Noun in keyof Signatures]: `${Noun}.${keyof Signatures[Noun] & string}`
}[keyof Signatures]

type SignatureOf<Name extends OperationName> = Name extends `${infer Noun extends keyof Signatures}.${infer Verb}`
  ? Signatures[Noun][Verb & keyof Signatures[Noun]]
  : never
/** Distributes over several names. */
export type InputOf<Name extends OperationName> = Name extends OperationName
  ? SignatureOf<Name> extends (input: infer Input) => unknown
    ? Input
    : never
  : never
export type OutputOf<Name extends OperationName> = Name extends OperationName
  ? SignatureOf<Name> extends (input: never) => infer Output
    ? Output
    : never
  : never

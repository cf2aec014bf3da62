import type { FieldsInput, Item } from '#domain/fields.ts'
import type { Feature, Project } from '#domain/projects.ts'
import type { Today, UpcomingDay } from '#domain/views.ts'
import type * as t from './types.ts'

export interface Entry {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `{name}` takes a field of the input; the other fields travel in the query (GET, DELETE) or the body. */
  path: string
  /** Who may call it; `admin` is refused to members. */
  who: 'user' | 'admin'
  /** One sentence for the reference, tools and help. */
  does: string
  /** 200 unless told; 204 answers nothing. */
  status?: 201 | 204
  /** What a read's ETag names besides program and user. Writes have none. */
  etag?: 'item' | 'revision' | 'day' | 'content'
  /** May stand in a batch. */
  batch?: true
  /** The answer holds an API key: never kept, never repeated. */
  secret?: true
  /** `If-Match` with an item's ETag guards it. */
  guarded?: true
  /** Holds all that a user has: its body may have 32 MiB instead of one, and its answer is sent in pieces. */
  large?: true
}

declare const types: unique symbol
export type Operation<Input = never, Output = unknown> = Entry & { [types]?: (input: Input) => Output }

const op = <Input, Output>(entry: Entry): Operation<Input, Output> => entry

/** Everything that Track can do. Routes, client, service, OpenAPI and tools are read from here. */
export const operations = {
  items: {
    list: op<t.ListInput, t.Page>({
      method: 'GET',
      path: '/api/items',
      who: 'user',
      etag: 'day',
      does: 'Lists items by priority and place; open ones unless told otherwise.',
    }),
    add: op<t.AddInput, t.Added>({
      method: 'POST',
      path: '/api/items',
      who: 'user',
      status: 201,
      batch: true,
      does: 'Adds an item from fields, or from one line of quick-add text.',
    }),
    get: op<t.ById, Item>({
      method: 'GET',
      path: '/api/items/{id}',
      who: 'user',
      etag: 'item',
      does: 'Gives one item by its id or an unambiguous beginning of it.',
    }),
    update: op<FieldsInput & t.ById, Item>({
      method: 'PATCH',
      path: '/api/items/{id}',
      who: 'user',
      batch: true,
      guarded: true,
      does: 'Changes fields of an item.',
    }),
    remove: op<t.ById, void>({
      method: 'DELETE',
      path: '/api/items/{id}',
      who: 'user',
      status: 204,
      batch: true,
      guarded: true,
      does: 'Removes an item; undo brings it back.',
    }),
    done: op<t.DoneInput, t.DoneAnswer>({
      method: 'POST',
      path: '/api/items/{id}/done',
      who: 'user',
      batch: true,
      does: 'Completes an item in the way of its kind; one that recurs leaves its next copy.',
    }),
    start: op<t.ById, Item>({
      method: 'POST',
      path: '/api/items/{id}/start',
      who: 'user',
      batch: true,
      does: 'Marks an item as in progress.',
    }),
    cancel: op<t.ById, Item>({
      method: 'POST',
      path: '/api/items/{id}/cancel',
      who: 'user',
      batch: true,
      does: 'Ends an item without it being done, and with it its series.',
    }),
    reopen: op<t.ById, Item>({
      method: 'POST',
      path: '/api/items/{id}/reopen',
      who: 'user',
      batch: true,
      does: 'Makes a finished or started item a todo again.',
    }),
    skip: op<t.ById, Item>({
      method: 'POST',
      path: '/api/items/{id}/skip',
      who: 'user',
      batch: true,
      does: 'Moves what recurs to its next occurrence without counting it as done.',
    }),
    move: op<t.MoveInput, Item>({
      method: 'POST',
      path: '/api/items/{id}/move',
      who: 'user',
      batch: true,
      does: 'Moves an item inside its priority, or before or after another one.',
    }),
    convert: op<t.ConvertInput, Item>({
      method: 'POST',
      path: '/api/items/{id}/convert',
      who: 'user',
      batch: true,
      does: 'Turns an item into another kind, under a new id.',
    }),
  },
  batch: {
    run: op<t.BatchInput, t.BatchAnswer>({
      method: 'POST',
      path: '/api/batch',
      who: 'user',
      does: 'Runs up to 1,000 writes as one: all or nothing, one revision, one undo.',
    }),
  },
  order: {
    set: op<{ pool: string; ids: string[] }, { items: Item[] }>({
      method: 'PUT',
      path: '/api/order/{pool}',
      who: 'user',
      batch: true,
      does: "Puts a pool's items in a new order, inside each priority.",
    }),
  },
  views: {
    today: op<object, Today>({
      method: 'GET',
      path: '/api/today',
      who: 'user',
      etag: 'day',
      does: 'Gives what matters today, by section.',
    }),
    upcoming: op<{ days?: number }, { days: UpcomingDay[] }>({
      method: 'GET',
      path: '/api/upcoming',
      who: 'user',
      etag: 'day',
      does: 'Gives the agenda of the next days, with coming occurrences.',
    }),
  },
  search: {
    find: op<t.SearchInput, t.Page>({
      method: 'GET',
      path: '/api/search',
      who: 'user',
      etag: 'revision',
      does: 'Finds items by words in title, notes and tags.',
    }),
  },
  projects: {
    list: op<object, { projects: t.ProjectSummary[] }>({
      method: 'GET',
      path: '/api/projects',
      who: 'user',
      etag: 'revision',
      does: 'Lists projects with their progress.',
    }),
    add: op<t.ProjectInput, Project>({
      method: 'POST',
      path: '/api/projects',
      who: 'user',
      status: 201,
      batch: true,
      does: 'Adds a project.',
    }),
    get: op<{ slug: string }, t.ProjectView>({
      method: 'GET',
      path: '/api/projects/{slug}',
      who: 'user',
      etag: 'revision',
      does: 'Gives a project with its features, open tasks and progress.',
    }),
    update: op<t.ProjectPatch, Project>({
      method: 'PATCH',
      path: '/api/projects/{slug}',
      who: 'user',
      batch: true,
      does: "Changes a project's title, type, status or notes.",
    }),
    remove: op<{ slug: string; force?: boolean }, void>({
      method: 'DELETE',
      path: '/api/projects/{slug}',
      who: 'user',
      status: 204,
      batch: true,
      does: 'Removes a project with all its tasks; with open ones only by force.',
    }),
  },
  features: {
    list: op<{ slug: string }, { features: t.FeatureSummary[] }>({
      method: 'GET',
      path: '/api/projects/{slug}/features',
      who: 'user',
      etag: 'revision',
      does: "Lists a project's features with their progress.",
    }),
    add: op<t.FeatureInput, Feature>({
      method: 'POST',
      path: '/api/projects/{slug}/features',
      who: 'user',
      status: 201,
      batch: true,
      does: 'Adds a feature to an engineering project.',
    }),
    update: op<t.FeaturePatch, Feature>({
      method: 'PATCH',
      path: '/api/features/{id}',
      who: 'user',
      batch: true,
      does: "Changes a feature's title, status or notes.",
    }),
    remove: op<t.ById, void>({
      method: 'DELETE',
      path: '/api/features/{id}',
      who: 'user',
      status: 204,
      batch: true,
      does: 'Removes a feature; its tasks stay in the project.',
    }),
  },
  changes: {
    list: op<t.ChangesInput, t.Changes>({
      method: 'GET',
      path: '/api/changes',
      who: 'user',
      etag: 'revision',
      does: 'Reads the journal, forwards from a revision or backwards.',
    }),
    snapshot: op<{ cursor?: string }, t.Snapshot>({
      method: 'GET',
      path: '/api/snapshot',
      who: 'user',
      etag: 'revision',
      does: 'Gives what a replica starts from: open and lately finished items with their places, projects and features.',
    }),
    undo: op<t.UndoInput, t.Undone>({
      method: 'POST',
      path: '/api/undo',
      who: 'user',
      does: 'Takes back the newest write, one certain write, or the last undo.',
    }),
  },
  data: {
    export: op<object, t.Export>({
      method: 'GET',
      path: '/api/export',
      who: 'user',
      etag: 'revision',
      large: true,
      does: 'Gives everything that the user has, as one document.',
    }),
    import: op<t.Import, t.Imported>({
      method: 'POST',
      path: '/api/import',
      who: 'user',
      large: true,
      does: 'Adds what an exported document holds and is not here yet, as one write.',
    }),
  },
  calendar: {
    get: op<object, t.Calendar>({
      method: 'GET',
      path: '/api/calendar',
      who: 'user',
      etag: 'content',
      does: "Gives the calendar feed's key and addresses.",
    }),
    rotate: op<object, t.Calendar>({
      method: 'POST',
      path: '/api/calendar/rotate',
      who: 'user',
      does: 'Replaces the feed key; the old feed address stops at once.',
    }),
  },
  me: {
    get: op<object, t.Me>({
      method: 'GET',
      path: '/api/me',
      who: 'user',
      etag: 'revision',
      does: 'Tells whose key this is.',
    }),
    update: op<t.MeInput, t.Me>({ method: 'PATCH', path: '/api/me', who: 'user', does: "Sets the user's time zone." }),
  },
  users: {
    list: op<object, { users: t.UserSummary[] }>({
      method: 'GET',
      path: '/api/users',
      who: 'admin',
      etag: 'content',
      does: 'Lists all users.',
    }),
    add: op<t.UserInput, t.NewKey>({
      method: 'POST',
      path: '/api/users',
      who: 'admin',
      status: 201,
      secret: true,
      does: 'Adds a user and gives the API key, this once.',
    }),
    rotate: op<{ name: string }, t.NewKey>({
      method: 'POST',
      path: '/api/users/{name}/rotate',
      who: 'admin',
      secret: true,
      does: "Replaces a user's API key and feed key at once.",
    }),
    update: op<{ name: string; role: 'admin' | 'member' }, t.UserSummary>({
      method: 'PATCH',
      path: '/api/users/{name}',
      who: 'admin',
      does: "Sets a user's role.",
    }),
    remove: op<{ name: string }, void>({
      method: 'DELETE',
      path: '/api/users/{name}',
      who: 'admin',
      status: 204,
      does: 'Removes a user with all data.',
    }),
  },
} satisfies Record<string, Record<string, Operation>>

export type Operations = typeof operations

/** `noun.verb`, as clients, batches and the journal name an operation. */
export type OperationName = {
  [Noun in keyof Operations]: `${Noun}.${keyof Operations[Noun] & string}`
}[keyof Operations]

export interface NamedOperation extends Entry {
  name: OperationName
  noun: string
  verb: string
}

/** The table as a list, each entry with its name. */
export const allOperations: readonly NamedOperation[] = Object.entries(operations).flatMap(([noun, verbs]) =>
  Object.entries(verbs as Record<string, Entry>).map(([verb, entry]) => ({
    ...entry,
    noun,
    verb,
    name: `${noun}.${verb}` as OperationName,
  })),
)

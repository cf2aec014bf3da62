/** The inputs and outputs of the operations, as `track/client` publishes them. */
export type * from './types/changes.ts'
export type * from './types/data.ts'
export type * from './types/items.ts'
export type * from './types/projects.ts'
export type * from './types/spaces.ts'
export type * from './types/users.ts'

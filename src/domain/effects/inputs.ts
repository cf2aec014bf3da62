import type { Stage } from '../lifecycle.ts'
import type { ProjectStatus, ProjectType } from '../projects.ts'
import type { ItemInSpace } from '../spaces.ts'
import type { Status } from '../statuses.ts'

export interface DoneInput {
  id: string
  /** Words or a day. */
  on?: string
  stage?: Stage
  /** A member of the shared space, who is credited; the caller by default. */
  by?: string
}

export interface DoneResult {
  item: ItemInSpace
  /** The copy that a recurring item leaves behind. */
  added: ItemInSpace | null
}

/** What people should know about what was done. */
export interface ItemNotice {
  message: string
}

/** An item that is open again. */
export type Reopened = ItemInSpace & { notices?: ItemNotice[] }

export interface MoveInput {
  id: string
  to?: 'top' | 'bottom' | 'up' | 'down'
  before?: string
  after?: string
}

export interface OrderInput {
  pool: string
  ids: string[]
}

export interface ProjectInput {
  slug?: string
  title: string
  type?: ProjectType
  notes?: string | null
}

export interface ProjectPatch {
  slug: string
  title?: string
  type?: ProjectType
  status?: ProjectStatus
  notes?: string | null
}

export interface FeatureInput {
  slug: string
  title: string
  notes?: string | null
}

export interface FeaturePatch {
  id: string
  title?: string
  status?: Status
  notes?: string | null
}

import type { Item } from '#domain/fields.ts'
import type { Feature, Progress, Project } from '#domain/projects.ts'

export type { FeatureInput, FeaturePatch, ProjectInput, ProjectPatch } from '#domain/effects/inputs.ts'

export interface BySlug {
  slug: string
}

export type ProjectSummary = Project & { progress: Progress; open: number }
export type FeatureSummary = Feature & { progress: Progress }
export type ProjectView = ProjectSummary & {
  features: (FeatureSummary & { tasks: Item[] })[]
  /** Open tasks outside all features, in their order. */
  tasks: Item[]
}

import type { Export } from '#contract/types.ts'
import { type ExportFormat, WRITERS } from '#formats/write.ts'

/** An export in another format than Track's own. */
export const toText = (document: Export, format: ExportFormat): string => WRITERS[format](document)

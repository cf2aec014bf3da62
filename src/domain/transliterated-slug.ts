import { slugOf } from './projects.ts'

/**
 * A slug for a title in any script: `キッチン` becomes `kitchin`, `🏠` becomes `house`; undefined when nothing of it can
 * stand in one. The tables are large, so they are loaded when a title needs them.
 */
export async function transliteratedSlug(title: string): Promise<string | undefined> {
  const { default: anyAscii } = await import('any-ascii')
  return slugOf(anyAscii(title)) || undefined
}

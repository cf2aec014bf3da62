import type { ComponentChildren } from 'preact'
import { Section } from '#web/ui/section.tsx'
import { useFading } from './fading.ts'
import { type ItemListProps, Items } from './item-list.tsx'

export interface ItemSectionProps extends ItemListProps {
  late?: boolean
  fold?: 'open' | 'folded'
  /** At the end of its head: a sum. */
  aside?: ComponentChildren
}

/** A section that stands as long as something in it stands or fades. */
export function ItemSection({ late, fold, aside, ...list }: ItemSectionProps) {
  const shown = useFading(list.items)
  if (!shown.length) return null
  return (
    <Section title={list.label} count={list.items.length} late={late} fold={fold} tools={aside}>
      <Items {...list} items={shown} />
    </Section>
  )
}

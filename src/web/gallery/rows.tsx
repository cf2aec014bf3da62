import { useState } from 'preact/hooks'
import { IconButton } from '#web/ui/button.tsx'
import { Section } from '#web/ui/section.tsx'
import { ItemRow, ItemRows } from '#web/ui/item-row.tsx'
import { ITEMS, ODD, TODAY } from './sample.ts'

export function RowSamples({ theme }: { theme: string }) {
  const [done, setDone] = useState(new Set([ITEMS[3]!.id]))
  const same = {
    today: TODAY,
    onDone: ({ id }: { id: string }) =>
      setDone(new Set(done.has(id) ? [...done].filter((one) => one !== id) : [...done, id])),
    onOpen: () => {},
  }
  return (
    <div>
      <Section title={`Every kind, ${theme}`} count={ITEMS.length} late>
        <ItemRows label={`Every kind, ${theme}`}>
          {ITEMS.map((item, n) => (
            <ItemRow
              key={item.id}
              {...same}
              item={done.has(item.id) ? { ...item, status: 'done' } : item}
              selected={n === 2}
              open={n === 4}
              projectTitle={item.project ? 'Kitchen reno' : undefined}
              featureTitle={item.feature ? 'Plumbing' : undefined}
            />
          ))}
        </ItemRows>
      </Section>
      <Section
        title={`What tries the layout, ${theme}`}
        fold="open"
        tools={<IconButton icon="plus" label="Add" keys="q" />}
      >
        <ItemRows label={`What tries the layout, ${theme}`}>
          {ODD.map((item, n) => (
            <ItemRow
              key={item.id}
              {...same}
              item={item}
              showLastDone
              tools={n === 1 ? <IconButton icon="more" label="More" /> : undefined}
            />
          ))}
          <ItemRow {...same} item={ODD[0]!} ghost />
        </ItemRows>
      </Section>
      <Section title={`Folded, ${theme}`} count={3} fold="folded">
        …
      </Section>
    </div>
  )
}

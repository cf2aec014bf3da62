import type { Item } from '#domain/items.ts'
import { everyPhrase } from '#domain/intervals.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Facts, History, ItemTitle, Notes } from '#web/ui/facts.tsx'
import { Chip, PriorityChip } from '#web/ui/parts.tsx'
import { dueWords, estimateWords } from '#web/ui/words.ts'
import { TODAY } from './sample.ts'

export function SampleItem({ item }: { item: Item }) {
  return (
    <>
      <ItemTitle>{item.title}</ItemTitle>
      <Facts
        facts={[
          ['Due', item.due && dueWords(item.due, TODAY)],
          ['Priority', <PriorityChip priority={item.priority} />],
          ['Estimate', item.estimate && estimateWords(item.estimate)],
          ['Tags', item.tags.length > 0 && <span class="chips">{item.tags.map((tag) => <Chip key={tag}>{`#${tag}`}</Chip>)}</span>],
          ['Repeats', item.every && everyPhrase(item.every)],
        ]}
      />
      <Notes><p>Forms are in the blue folder. Ask Eve for the receipts of the workshop first.</p></Notes>
      <History>
        <li><span>Priority 3 → 1</span><TextButton>Undo</TextButton></li>
        <li><span>Due moved by a week, from the CLI</span><TextButton>Undo</TextButton></li>
        <li><span>Added, from the web, 2 Nov</span></li>
      </History>
    </>
  )
}

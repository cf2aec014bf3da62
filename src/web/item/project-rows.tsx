import type { PlacedItem } from '#domain/items.ts'
import type { Fields } from '#domain/fields.ts'
import { SelectControl } from '#web/ui/field.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { FieldRow } from './field-row.tsx'

interface SelectRowProps {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  take: (value: string) => void
}

function SelectRow({ label, value, options, take }: SelectRowProps) {
  return (
    <FieldRow label={label}>
      {(wiring) => (
        <SelectControl
          quiet
          {...wiring}
          value={value}
          options={options}
          onChange={(event) => take(event.currentTarget.value)}
        />
      )}
    </FieldRow>
  )
}

/** The project of a task, and the feature in it where the project has some. */
export function ProjectRows({ item, set }: { item: PlacedItem; set: (fields: Partial<Fields>) => void }) {
  const context = useAccountContext()
  const projects = context.projects.value.filter(({ slug, status }) => status === 'active' || slug === item.project)
  const features = [...context.replica.state.value.features.values()].filter(
    ({ id, project, status }) =>
      project === item.project && (status === 'todo' || status === 'doing' || id === item.feature),
  )
  return (
    <>
      <SelectRow
        label="Project"
        value={item.project ?? ''}
        options={projects.map(({ slug, title }) => ({ value: slug, label: title }))}
        take={(project) => set({ project })}
      />
      {features.length > 0 && (
        <SelectRow
          label="Feature"
          value={item.feature ?? ''}
          options={[{ value: '', label: 'None' }, ...features.map(({ id, title }) => ({ value: id, label: title }))]}
          take={(feature) => set({ feature: feature || null })}
        />
      )}
    </>
  )
}

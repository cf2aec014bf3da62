import { useState } from 'preact/hooks'
import { convertItem } from '#domain/convert.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Fields } from '#domain/fields.ts'
import { everyPhrase } from '#domain/interval-phrase.ts'
import { isKind, KIND, type Kind, KINDS } from '#domain/kinds.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Input, Select } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { KIND_ICON, KIND_NAME } from '#web/ui/kinds.ts'
import { formatList } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { readEvery } from './field-readers.ts'
import { describeLostFields } from './lost-fields.ts'

interface Props {
  item: PlacedItem
  to?: Kind
  project?: string
  onClose: () => void
  /** The number of the change, which the new item's provisional id holds. */
  onConverted?: (seq: number, kind: Kind) => void
}

/** What the form holds, and what follows from it. */
function useConversion({ item, to, project }: Props) {
  const context = useAccountContext()
  const today = context.replica.today.value
  const projects = context.projects.value.filter(({ status }) => status === 'active')
  const [kind, setKind] = useState<Kind>(to ?? KINDS.find((one) => one !== item.kind)!)
  const [into, setInto] = useState(project ?? projects[0]?.slug ?? '')
  const [every, setEvery] = useState(item.every ? everyPhrase(item.every) : '')
  const interval = readEvery(every, today)
  const fields: Partial<Fields> = {
    ...(kind === 'task' && { project: into || null }),
    ...(kind === 'chore' && { every: interval.value ?? null }),
  }
  const lost = describeLostFields(item, kind, today, context.titleOfProject)

  function findProblem(): string | null {
    if (kind === 'chore' && every && interval.problem) return interval.problem
    try {
      convertItem(item, kind, fields, true, { at: new Date().toISOString(), today })
      return null
    } catch (error) {
      return (error as Error).message
    }
  }
  const convert = () => context.actions.convert(item, kind, fields, lost.length > 0)
  return { projects, kind, setKind, into, setInto, every, setEvery, lost, problem: findProblem(), convert }
}

type Conversion = ReturnType<typeof useConversion>

/** Makes an item one of another kind, after saying what is lost with that. */
export function ConvertDialog(props: Props) {
  const { item, onClose, onConverted } = props
  const conversion = useConversion(props)
  const { kind, setKind, lost, problem } = conversion

  function submit(event: Event) {
    event.preventDefault()
    if (problem) return
    const made = conversion.convert()
    onClose()
    onConverted?.(made.seq, kind)
  }

  return (
    <Dialog title="Convert" onClose={onClose}>
      <form class="item-form" onSubmit={submit}>
        <Select
          label="Make it"
          value={kind}
          options={KINDS.filter((one) => one !== item.kind).map((one) => ({ value: one, label: KIND[one].one }))}
          onChange={(event) => isKind(event.currentTarget.value) && setKind(event.currentTarget.value)}
        />
        <KindFields {...conversion} />
        <ConversionNotes {...conversion} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="strong"
            type="submit"
            danger={lost.length > 0}
            icon={KIND_ICON[kind]}
            disabled={Boolean(problem)}
          >
            {lost.length ? 'Convert and lose that' : 'Convert'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

/** What the new kind needs to know. */
function KindFields({ kind, projects, into, setInto, every, setEvery }: Conversion) {
  if (kind === 'task' && projects.length > 0)
    return (
      <Select
        label="In"
        value={into}
        options={projects.map(({ slug, title }) => ({ value: slug, label: title }))}
        onChange={(event) => setInto(event.currentTarget.value)}
      />
    )
  if (kind !== 'chore') return null
  return (
    <Input
      label="How often"
      placeholder="weekly, every 2 weeks, mon,thu"
      value={every}
      onInput={(event) => setEvery(event.currentTarget.value)}
    />
  )
}

function ConversionNotes({ kind, projects, every, problem, lost }: Conversion) {
  return (
    <>
      {problem && (kind !== 'chore' || every) && (
        <p class="field-problem" role="status">
          <Icon name="alert" />
          <span>{kind === 'task' && !projects.length ? 'There is no project yet that could hold it.' : problem}</span>
        </p>
      )}
      {lost.length > 0 && (
        <p class="item-lost">
          <Icon name="alert" />
          <span>
            {KIND_NAME[kind]} items cannot hold {formatList(lost)}. That would be lost; undo brings it back.
          </span>
        </p>
      )}
    </>
  )
}

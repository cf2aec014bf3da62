import { useState } from 'preact/hooks'
import { convertItem } from '#domain/convert.ts'
import type { PlacedItem } from '#domain/items.ts'
import { type Fields, hasField, OWN_FIELDS } from '#domain/fields.ts'
import { everyPhrase } from '#domain/intervals.ts'
import { isKind, KIND, type Kind, KINDS } from '#domain/kinds.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Input, Select } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { KIND_ICON, KIND_NAME } from '#web/ui/kinds.ts'
import { formatEstimate, formatMoney } from '#web/format/amounts.ts'
import { formatDay } from '#web/format/days.ts'
import { formatList } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { readEvery } from './field-readers.ts'

interface Props {
  item: PlacedItem
  to?: Kind
  project?: string
  onClose: () => void
  /** The number of the change, which the new item's provisional id holds. */
  onConverted?: (seq: number, kind: Kind) => void
}

/** What another kind cannot hold, as people say it. */
export function lostBy(
  item: PlacedItem,
  kind: Kind,
  today: string,
  titleOfProject: (slug: string) => string | undefined,
): string[] {
  const lost: string[] = []
  for (const field of OWN_FIELDS) {
    const value = item[field]
    if (value === null || hasField(kind, field)) continue
    const describe = {
      last_done: () => `when it was last done (${formatDay(String(value), today)})`,
      project: () => `its project (${titleOfProject(String(value)) ?? String(value)})`,
      feature: () => 'its feature',
      estimate: () => `the estimate (${formatEstimate(Number(value))})`,
      recipient: () => `the recipient (${value})`,
      occasion: () => `the occasion (${value})`,
      budget: () => `the budget (${formatMoney(Number(value))})`,
      url: () => 'the link',
    }[field]
    lost.push(describe())
  }
  if (item.bought_on && kind !== 'gift') lost.push('that it was bought')
  return lost
}

export function ConvertDialog({ item, to, project, onClose, onConverted }: Props) {
  const context = useAccountContext()
  const today = context.replica.today.value
  const projects = context.projects.value.filter(({ status }) => status === 'active')
  const [kind, setKind] = useState<Kind>(to ?? KINDS.find((one) => one !== item.kind)!)
  const [into, setInto] = useState(project ?? projects[0]?.slug ?? '')
  const [every, setEvery] = useState(item.every ? everyPhrase(item.every) : '')
  const interval = readEvery(every)
  const given: Partial<Fields> = {
    ...(kind === 'task' && { project: into || null }),
    ...(kind === 'chore' && { every: interval.value ?? null }),
  }
  const lost = lostBy(item, kind, today, context.titleOfProject)
  const problem = kind === 'chore' && every && interval.problem ? interval.problem : problemOf()

  function problemOf(): string | null {
    try {
      convertItem(item, kind, given, true, { at: new Date().toISOString(), today })
      return null
    } catch (error) {
      return (error as Error).message
    }
  }
  function go() {
    const made = context.actions.convert(item, kind, given, lost.length > 0)
    onClose()
    onConverted?.(made.seq, kind)
  }

  return (
    <Dialog title="Convert" onClose={onClose}>
      <form
        class="item-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem) go()
        }}
      >
        <Select
          label="Make it"
          value={kind}
          options={KINDS.filter((one) => one !== item.kind).map((one) => ({ value: one, label: KIND[one].one }))}
          onChange={(event) => isKind(event.currentTarget.value) && setKind(event.currentTarget.value)}
        />
        {kind === 'task' && projects.length > 0 && (
          <Select
            label="In"
            value={into}
            options={projects.map(({ slug, title }) => ({ value: slug, label: title }))}
            onChange={(event) => setInto(event.currentTarget.value)}
          />
        )}
        {kind === 'chore' && (
          <Input
            label="How often"
            placeholder="weekly, every 2 weeks, mon,thu"
            value={every}
            onInput={(event) => setEvery(event.currentTarget.value)}
          />
        )}
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

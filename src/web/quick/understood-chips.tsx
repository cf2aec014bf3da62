import { everyPhrase } from '#domain/interval-phrase.ts'
import type { Day } from '#domain/dates.ts'
import type { Kind } from '#domain/kinds.ts'
import type { Understood } from '#domain/quick-add.ts'
import type { IconName } from '#web/ui/icon.tsx'
import { KIND_ICON, KIND_NAME, kindColour } from '#web/ui/kinds.ts'
import { Chip } from '#web/ui/chip.tsx'
import { formatDuration, formatMoney } from '#web/format/amounts.ts'
import { formatDay, formatDue } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import type { CompletionKind } from './completion.ts'
import type { Assumptions, ParsedLine } from './parsed-line.ts'
import { SpaceChip } from './space-chip.tsx'

interface Look {
  label: string
  icon?: IconName
  tone?: string
}

type Field = Understood['field'] | 'feature'

/** The fields that have a list to pick from. */
const PICKED: readonly CompletionKind[] = ['due', 'priority', 'tags', 'project', 'recipient']

const PRIORITY_TONES: Record<string, string> = { 1: 'var(--late)', 2: 'var(--warn)' }

function dueLabel(due: Day, today: Day): string {
  const [words, date] = [formatDue(due, today), formatDay(due, today)]
  return words === date ? date : `${words}, ${date}`
}

const timeLabel = (at: string, day: Day | undefined, today: Day): string =>
  day ? `${dueLabel(day, today)}, ${at}` : at

/** `dayOfTime`: the day that follows from a time alone. */
function useLook(dayOfTime: Day | undefined): (field: Field, value: string | number) => Look {
  const context = useAccountContext()
  return (field, value) => {
    const text = String(value)
    switch (field) {
      case 'kind':
        return { label: KIND_NAME[value as Kind], icon: KIND_ICON[value as Kind], tone: kindColour(value as Kind) }
      case 'due':
        return { label: dueLabel(text, context.replica.today.value), icon: 'calendar' }
      case 'at':
        return {
          label: timeLabel(text, dayOfTime, context.replica.today.value),
          icon: 'calendar',
        }
      case 'every':
        return { label: capitalise(everyPhrase(text)), icon: 'loop' }
      case 'priority':
        return { label: `P${text}`, icon: 'flag', tone: PRIORITY_TONES[text] }
      case 'tags':
        return { label: `#${text}` }
      case 'project':
        return { label: context.titleOfProject(text) ?? text, icon: 'cube', tone: kindColour('task') }
      case 'feature':
        return { label: context.titleOfFeature(text) ?? text, icon: 'flag', tone: kindColour('task') }
      case 'estimate':
        return { label: formatDuration(Number(value)), icon: 'activity' }
      case 'budget':
        return { label: formatMoney(Number(value)), icon: 'tag' }
      case 'occasion':
        return { label: text, icon: 'gift', tone: kindColour('gift') }
      case 'recipient':
        return { label: `For ${text}`, icon: 'gift', tone: kindColour('gift') }
    }
  }
}

/** An interval and its end, which may stand apart, are one chip. */
const isFirstOfItsValue = (one: Understood, at: number, all: readonly Understood[]): boolean =>
  all.findIndex(({ field, value }) => field === one.field && value === one.value) === at

interface Props {
  parsed: ParsedLine
  /** Takes the meaning of a span away. */
  onDrop: (span: Understood) => void
  /** Shows what else could stand in the place of a span. */
  onPick: (kind: CompletionKind, span: Understood) => void
  /** Lets go of what was assumed. */
  onForgo: (field: keyof Assumptions) => void
  /** Chooses the space that the line is added to. */
  onSpace: (space: string | null) => void
}

/** What the line was understood as, each of it to be taken away. */
export function UnderstoodChips({ parsed, onPick, onDrop, onForgo, onSpace }: Props) {
  const context = useAccountContext()
  const { fields, understood, assumed } = parsed
  const hasDay = assumed.due || understood.some(({ field }) => field === 'due')
  const look = useLook(hasDay ? undefined : fields.due)
  const shown = (['kind', 'project', 'feature', 'due'] as const).filter((field) => assumed[field])
  const chip = (key: string, field: Field, value: string | number, onRemove: () => void, span?: Understood) => {
    const { label, icon, tone } = look(field, value)
    const kind = span && PICKED.find((one) => one === field)
    return (
      <li key={key} data-field={field}>
        <Chip icon={icon} tone={tone} name={label} onRemove={onRemove} onPick={kind && (() => onPick(kind, span))}>
          {label}
        </Chip>
      </li>
    )
  }
  const isShared = context.spaces.value.length > 1
  if (!isShared && !understood.length && !shown.length && !assumed.tags?.length) return null
  return (
    <ul class="chips" aria-label="Understood">
      {isShared && (
        <li>
          <SpaceChip onChoose={onSpace} />
        </li>
      )}
      {shown.map((field) => chip(field, field, assumed[field]!, () => onForgo(field)))}
      {assumed.tags?.map((tag) => chip(`#${tag}`, 'tags', tag, () => onForgo('tags')))}
      {understood
        .filter(isFirstOfItsValue)
        .map((one) => chip(`${one.field} ${one.start}`, one.field, one.value, () => onDrop(one), one))}
    </ul>
  )
}

import { useState } from 'preact/hooks'
import { ThemeChoice } from '#web/ui/look-choices.tsx'
import { Button, IconButton, Keys, TextButton } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { ICON_PATHS } from '#web/ui/icon-paths.ts'
import { Input, SecretInput, Segments, Select, Switch, Textarea } from '#web/ui/field.tsx'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { Initials } from '#web/ui/initials.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { MonthGrid } from '#web/ui/month-grid.tsx'
import { Chip, PriorityChip } from '#web/ui/chip.tsx'
import { Empty, Failed, Loading } from '#web/ui/view-state.tsx'
import { Bar, Ring } from '#web/ui/progress.tsx'
import { toast } from '#web/ui/toast.tsx'
import { Part } from './part.tsx'
import { TODAY } from './sample.ts'

export function Controls() {
  const [due, setDue] = useState('2026-11-19')
  return (
    <>
      <Buttons />
      <Fields />
      <Part name="Dates">
        <MonthGrid value={due} today={TODAY} onPick={setDue} />
      </Part>
      <ChipsAndProgress />
    </>
  )
}

const Buttons = () => (
  <Part name="Buttons">
    <div class="line">
      <Button look="strong" icon="plus">
        Add
      </Button>
      <Button>Cancel</Button>
      <Button look="quiet" icon="archive">
        Archive
      </Button>
      <Button danger icon="trash">
        Remove
      </Button>
      <Button danger look="strong">
        Remove for good
      </Button>
      <Button disabled>Off</Button>
      <Button look="strong" busy>
        Saving…
      </Button>
      <IconButton icon="edit" label="Edit" keys="e" />
      <IconButton icon="more" label="More" disabled />
      <TextButton>Undo</TextButton>
      <Keys keys="Ctrl K" />
    </div>
  </Part>
)

function Fields() {
  const [view, setView] = useState<'list' | 'board'>('list')
  const [on, setOn] = useState(true)
  return (
    <Part name="Fields">
      <div class="stack">
        <Input label="Title" value="Call the dentist" hint="One line, at most 500 characters." />
        <Input label="Search" hideLabel icon="search" placeholder="Search items" />
        <Input label="Due" value="6/1" problem="6/1 could be 1 June or 6 January; write jun 1 or jan 6" />
        <SecretInput label="Key" value="trk_sample" hint="It stays on this device." />
        <Select
          label="Repeats"
          value="weekly"
          options={[
            { value: '', label: 'Never' },
            { value: 'weekly', label: 'weekly' },
          ]}
        />
        <Textarea label="Notes" placeholder="Markdown" />
        <Switch label="Repeat after it is done" checked={on} onChange={setOn} />
        <Switch label="Not now" checked={false} disabled onChange={() => {}} />
        <div class="line">
          <Segments
            label="View"
            value={view}
            onChange={setView}
            options={[
              { value: 'list', label: 'List', icon: 'list' },
              { value: 'board', label: 'Board', icon: 'board' },
            ]}
          />
          <ThemeChoice />
        </div>
      </div>
    </Part>
  )
}

const ChipsAndProgress = () => (
  <Part name="Chips and progress">
    <div class="line">
      <Chip>#admin</Chip>
      <Chip icon="calendar" onRemove={() => {}} name="due date">
        Tomorrow
      </Chip>
      <Chip tone="var(--gift)" icon="gift" onRemove={() => {}}>
        Mom
      </Chip>
      <PriorityChip priority={1} />
      <PriorityChip priority={2} />
      <PriorityChip priority={3} />
      <Ring part={0} label="0 of 3" />
      <Ring part={0.35} />
      <Ring part={0.8} size={28} colour="var(--task)" />
      <Ring part={1} />
      <Bar part={0.4} label="Interval" />
      <Bar part={1} late />
      {['eve', 'ryan', 'mary.jane', 'mom', 'jo'].map((name) => (
        <Initials key={name} name={name} />
      ))}
    </div>
  </Part>
)

export function Overlays() {
  const [shown, show] = useState<'middle' | 'drawer' | null>(null)
  return (
    <Part name="Menu, dialog, toast">
      <div class="line">
        <Menu
          label="Actions"
          entries={[
            { label: 'Edit', icon: 'edit', keys: 'e', run: () => {} },
            { label: 'Skip this time', icon: 'skip', run: () => {} },
            { label: 'Move to top', icon: 'up', disabled: true, run: () => {} },
            'line',
            { label: 'Remove', icon: 'trash', danger: true, run: () => {} },
          ]}
          trigger={(props, ref) => (
            <button ref={ref} type="button" class="button" {...props}>
              Menu <Icon name="down" />
            </button>
          )}
        />
        <Button onClick={() => show('middle')}>Dialog</Button>
        <Button onClick={() => show('drawer')}>Drawer</Button>
        <Button
          onClick={() => toast({ text: 'Paid rent. Next on 1 December', action: { label: 'Undo', run: () => {} } })}
        >
          Toast
        </Button>
        <Button onClick={() => toast({ text: 'The server refused: a grocery has no recipient', isError: true })}>
          Refusal
        </Button>
      </div>
      {shown && (
        <Dialog title="Remove “Kitchen reno”?" shape={shown} onClose={() => show(null)}>
          <p>It has 7 open tasks, and they go with it.</p>
          <DialogFoot>
            <Button onClick={() => show(null)}>Keep it</Button>
            <Button
              danger
              look="strong"
              onClick={() => toast({ text: 'Removed', action: { label: 'Undo', run: () => {} } })}
            >
              Remove
            </Button>
          </DialogFoot>
        </Dialog>
      )}
    </Part>
  )
}

export function States() {
  return (
    <Part name="Empty, failed, loading">
      <Empty
        icon="apple"
        title="The fridge is full"
        act={
          <>
            Press <Keys keys="Q" /> to add something
          </>
        }
      />
      <Failed title="The list could not be loaded" act={<Button icon="loop">Try again</Button>}>
        The server did not answer.
      </Failed>
      <Failed icon="offline" title="There is no network">
        What you do now is kept here and sent later.
      </Failed>
      <Loading rows={3} />
    </Part>
  )
}

const TOKENS = [
  'bg',
  'surface',
  'raised',
  'ink',
  'soft',
  'faint',
  'line',
  'edge',
  'accent',
  'accent-wash',
  'p1',
  'p2',
  'late',
  'todo',
  'chore',
  'task',
  'gift',
  'shopping',
  'grocery',
]

export function Marks() {
  return (
    <>
      <Part name="Icons">
        <div class="icons">
          {(Object.keys(ICON_PATHS) as IconName[]).map((name) => (
            <div key={name}>
              <Icon name={name} />
              <span>{name}</span>
            </div>
          ))}
        </div>
      </Part>
      <Part name="Colours">
        <div class="swatches">
          {TOKENS.map((name) => (
            <div key={name}>
              <i style={{ background: `var(--${name})` }} />
              {name}
            </div>
          ))}
        </div>
      </Part>
    </>
  )
}

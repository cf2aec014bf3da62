import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { Keys } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { type ShortcutCommand, targetItems } from './shortcuts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import {
  actionCommands,
  type Command,
  type CommandContext,
  itemCommand,
  pickerCommands,
  placeCommands,
} from './palette-commands.ts'
import { useItemSearch } from '#web/live/use-item-search.ts'
import './palette.css'

interface Props {
  onClose: () => void
  openItem: (id: string) => void
  /** What is shown over the view in the palette's place. */
  runCommand: (command: ShortcutCommand) => void
}

const MAX_ITEMS = 8
const PAGE_SIZE = 6

/** Where a key moves the choice among `count` commands; undefined for other keys. */
function stepTo(key: string, at: number, count: number): number | undefined {
  return {
    ArrowDown: (at + 1) % count,
    ArrowUp: (at - 1 + count) % count,
    PageDown: Math.min(at + PAGE_SIZE, count - 1),
    PageUp: Math.max(at - PAGE_SIZE, 0),
  }[key]
}

/** Items, views and actions by the beginnings of their words. */
export function Palette({ onClose, openItem, runCommand }: Props) {
  const context = useAccountContext()
  const [, go] = useLocation()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [targets] = useState(() => targetItems(context))
  const id = useId()
  const { items, isLoading } = useItemSearch(query, MAX_ITEMS)

  const commandContext: CommandContext = { context, go, runCommand, openItem }
  const groups: CommandGroups = [
    ['Items', items.slice(0, MAX_ITEMS).map((item) => itemCommand(item, commandContext))],
    ['Do', pickerCommands(query, targets)],
    ['Go to', placeCommands(query, commandContext)],
    ['Actions', actionCommands(query, commandContext)],
  ]
  const all = groups.flatMap(([, commands]) => commands)
  const chosenAt = all.findIndex(({ key }) => key === chosen)
  const at = Math.max(0, chosenAt)
  const current = all[at]
  const idOf = (key: string) => `${id}${key.replace(/[^\w-]/g, '_')}`

  function execute({ key, act }: Command) {
    // what takes the palette's place closes it by itself
    if (key !== 'add' && key !== 'help' && !key.startsWith('pick ')) onClose()
    act()
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return
    const to = stepTo(event.key, at, all.length)
    if (to !== undefined) setChosen(all[to]?.key ?? null)
    else if (event.key === 'Enter' && current) execute(current)
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') onClose()
    else return
    event.preventDefault()
  }

  return (
    <Dialog title="Find items, views and actions" hideTitle shape="top" onClose={onClose}>
      <div class="palette">
        <div class="palette-line">
          <Icon name="search" />
          <input
            class="palette-input"
            role="combobox"
            aria-label="Find items, views and actions"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls={`${id}list`}
            aria-activedescendant={current && idOf(current.key)}
            placeholder="Find or do anything…"
            autofocus
            autocomplete="off"
            spellcheck={false}
            enterkeyhint="go"
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value)
              setChosen(null)
            }}
            onKeyDown={handleKeyDown}
          />
          <Keys keys="Esc" />
        </div>
        <CommandList id={id} groups={groups} current={current} idOf={idOf} onChoose={setChosen} onExecute={execute} />
        <p class="unseen" role="status">
          {isLoading || !query ? '' : `${all.length} found`}
        </p>
      </div>
    </Dialog>
  )
}

type CommandGroups = [title: string, commands: Command[]][]

interface CommandListProps {
  id: string
  groups: CommandGroups
  current: Command | undefined
  idOf: (key: string) => string
  onChoose: (key: string) => void
  onExecute: (command: Command) => void
}

function CommandList({ id, groups, ...rest }: CommandListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(
    () => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    [rest.current?.key],
  )
  return (
    <div
      ref={list}
      class="palette-list"
      id={`${id}list`}
      role="listbox"
      aria-label="Found"
      onPointerDown={(event) => event.pointerType === 'mouse' && event.preventDefault()}
    >
      {groups.map(
        ([title, commands], n) =>
          commands.length > 0 && (
            <CommandGroup key={title} id={`${id}g${n}`} title={title} commands={commands} {...rest} />
          ),
      )}
    </div>
  )
}

interface CommandGroupProps extends Omit<CommandListProps, 'groups'> {
  title: string
  commands: readonly Command[]
}

function CommandGroup({ id, title, commands, current, idOf, onChoose, onExecute }: CommandGroupProps) {
  return (
    <div role="group" aria-labelledby={id}>
      <div class="palette-cap" id={id} role="presentation">
        {title}
      </div>
      {commands.map((command) => (
        <div
          key={command.key}
          id={idOf(command.key)}
          class={`palette-option ${command.closed ? 'closed' : ''}`}
          role="option"
          aria-selected={command === current}
          style={command.tone ? { '--tone': command.tone } : undefined}
          onPointerMove={() => onChoose(command.key)}
          onClick={() => onExecute(command)}
        >
          <Icon name={command.icon} />
          <span class="palette-name" dir="auto">
            {command.label}
          </span>
          {command.aside && <small>{command.aside}</small>}
          {command.keys && <Keys keys={command.keys} />}
        </div>
      ))}
    </div>
  )
}

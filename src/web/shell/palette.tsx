import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { Keys } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Icon } from '#web/ui/icon.tsx'
import type { ShortcutCommand } from './shortcuts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { actionCommands, type Command, type CommandContext, itemCommand, placeCommands } from './palette-commands.ts'
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

/** Items, views and actions by the beginnings of their words. */
export function Palette({ onClose, openItem, runCommand }: Props) {
  const context = useAccountContext()
  const [, go] = useLocation()
  const [query, setQuery] = useState('')
  const [chosen, choose] = useState<string | null>(null)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const { items, isLoading } = useItemSearch(query, MAX_ITEMS)

  const commandContext: CommandContext = { context, go, runCommand, openItem }
  const groups: [title: string, commands: Command[]][] = [
    ['Items', items.slice(0, MAX_ITEMS).map((item) => itemCommand(item, commandContext))],
    ['Go to', placeCommands(query, commandContext)],
    ['Actions', actionCommands(query, commandContext)],
  ]
  const all = groups.flatMap(([, commands]) => commands)
  const at = Math.max(
    0,
    all.findIndex(({ key }) => key === chosen),
  )
  const current = all[at]
  const idOf = (key: string) => `${id}${key.replace(/[^\w-]/g, '_')}`

  useEffect(
    () => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    [current?.key],
  )

  function execute({ key, act: run }: Command) {
    // what takes the palette's place closes it by itself
    if (key !== 'add' && key !== 'help') onClose()
    run()
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return
    const to = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      PageDown: Math.min(at + PAGE_SIZE, all.length - 1),
      PageUp: Math.max(at - PAGE_SIZE, 0),
    }[event.key]
    if (to !== undefined) choose(all[to]?.key ?? null)
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
              choose(null)
            }}
            onKeyDown={handleKeyDown}
          />
          <Keys keys="Esc" />
        </div>
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
                <div key={title} role="group" aria-labelledby={`${id}g${n}`}>
                  <div class="palette-cap" id={`${id}g${n}`} role="presentation">
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
                      onPointerMove={() => command.key !== chosen && choose(command.key)}
                      onClick={() => execute(command)}
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
              ),
          )}
        </div>
        <p class="unseen" role="status">
          {isLoading || !query ? '' : `${all.length} found`}
        </p>
      </div>
    </Dialog>
  )
}

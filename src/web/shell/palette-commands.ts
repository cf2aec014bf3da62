import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { LISTS, MORE, SEARCH } from '#web/ui/navigation.ts'
import { chooseTheme, theme, THEMES } from '#web/ui/theme.ts'
import type { IconName } from '#web/ui/icon.tsx'
import { KIND_ICON, kindColour, projectColour } from '#web/ui/kinds.ts'
import { formatCount } from '#web/format/amounts.ts'
import { formatDue } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { accounts, openAccount } from '#web/live/accounts.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import type { ItemCommand } from '#web/live/item-commands.ts'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import { undoLast } from './change-toasts.ts'
import { picker, type ShortcutCommand } from './shortcuts.ts'
import { matchesWords } from '#web/live/find-items.ts'

export interface Command {
  /** Unlike any other's. */
  key: string
  label: string
  icon: IconName
  tone?: string
  /** Fainter, at the end. */
  aside?: string
  keys?: string
  closed?: boolean
  act: () => void
}

export interface CommandContext {
  context: AccountContext
  go: (path: string) => void
  runCommand: (command: ShortcutCommand) => void
  openItem: (id: string) => void
}

export function itemCommand(item: PlacedItem, { context, openItem }: CommandContext): Command {
  const today = context.replica.today.value
  const closed = !isOpen(item)
  const { space, titleOfProject } = context.of(item.id)
  const where = item.project ? titleOfProject(item.project) : undefined
  const when = closed ? capitalise(item.status) : item.due ? formatDue(item.due, today) : undefined
  return {
    key: item.id,
    label: item.title,
    icon: KIND_ICON[item.kind],
    tone: kindColour(item.kind),
    aside: [space, where, when].filter(Boolean).join(' · '),
    closed,
    act: () => openItem(item.id),
  }
}

/** The views, and the projects that go on. */
export function placeCommands(query: string, { context, go }: CommandContext): Command[] {
  const views = [...LISTS, ...MORE].map(({ path, title, icon, key }): Command => ({
    key: path,
    label: title,
    icon,
    keys: `g ${key}`,
    act: () => go(path),
  }))
  const projects = context.projects.value
    .filter(({ status }) => status === 'active')
    .map(({ slug, title }): Command => ({
      key: `/projects/${slug}`,
      label: title,
      icon: 'cube',
      tone: projectColour(slug),
      aside: 'Project',
      act: () => go(`/projects/${slug}`),
    }))
  return [...views, ...projects].filter(({ label }) => matchesWords(label, query))
}

const PICKERS: readonly [command: ItemCommand, label: string, icon: IconName, keys?: string][] = [
  ['due', 'Due', 'calendar', 'd'],
  ['priority', 'Priority', 'flag'],
  ['tags', 'Tags', 'tag', '#'],
  ['assign', 'Assign', 'users', 'a'],
  ['doneBy', 'Done by', 'person'],
  ['move', 'Move', 'move', 'm'],
]

/** What can be done to the items that were selected, or had the focus, when the palette was opened. */
export function pickerCommands(query: string, items: readonly PlacedItem[]): Command[] {
  if (!items.length || !query.trim()) return []
  const isShared = items.some(({ id }) => spaceOf(id) !== null)
  const aside = items.length === 1 ? items[0]!.title : formatCount(items.length, 'item')
  return PICKERS.filter(([command]) => isShared || (command !== 'assign' && command !== 'doneBy'))
    .map(([command, label, icon, keys]): Command => ({
      key: `pick ${command}`,
      label: `${label}…`,
      icon,
      aside,
      keys,
      act: () => picker(command)(items),
    }))
    .filter(({ label }) => matchesWords(label, query))
}

/** The actions that match a query; after them, to search everything for it. */
export function actionCommands(query: string, { context, go, runCommand }: CommandContext): Command[] {
  const all: Command[] = [
    { key: 'add', label: 'Add something', icon: 'plus', keys: 'q', act: () => runCommand('add') },
    { key: 'undo', label: 'Undo the last change', icon: 'undo', keys: 'z', act: () => void undoLast(context) },
    { key: 'help', label: 'Keyboard shortcuts', icon: 'keyboard', keys: '?', act: () => runCommand('help') },
    ...THEMES.filter((one) => one !== theme.value).map((one): Command => ({
      key: `theme ${one}`,
      label: `Theme: ${one === 'system' ? 'as the system' : one}`,
      icon: one === 'light' ? 'sun' : 'moon',
      act: () => chooseTheme(one),
    })),
    ...accounts.value
      .filter(({ me }) => me.id !== context.account.me.id)
      .map((account): Command => ({
        key: `account ${account.me.id}`,
        label: `Switch to ${account.me.name}`,
        icon: 'person',
        aside: 'Account',
        act: () => void openAccount(account),
      })),
  ]
  const found = all.filter(({ label }) => matchesWords(label, query))
  const search: Command = {
    key: 'search',
    label: `Search everything for “${query.trim()}”`,
    icon: 'search',
    keys: '/',
    act: () => go(`${SEARCH.path}?${new URLSearchParams({ q: query.trim() })}`),
  }
  return query.trim() ? [...found, search] : found
}

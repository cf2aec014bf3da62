/** How a chore's turn passes: to the next in order, or to who has done it least. */
export const TURN_RULES = ['next', 'fewest'] as const
export type TurnRule = (typeof TURN_RULES)[number]

/** Days back over which `fewest` counts. */
export const turnDays = 90

/** As much of an item as turns are about. */
interface InTurn {
  turns: string[] | null
  turn_rule: TurnRule | null
  assigned: string | null
}

/** Of a turn that was not taken but skipped, the one whose turn it was is not the next. */
interface Turn {
  isSkipped: boolean
  /** How often each has done it lately, for `fewest`. */
  counts: ReadonlyMap<string, number>
}

/** Whose turn it is after the one that is done or skipped; who has it where there are no turns. */
export function nextTurn({ turns, turn_rule, assigned }: InTurn, { isSkipped, counts }: Turn): string | null {
  if (!turns) return assigned
  if (turn_rule !== 'fewest') return turns[(turns.indexOf(assigned ?? '') + 1) % turns.length]!
  const candidates = isSkipped ? turns.filter((name) => name !== assigned) : turns
  const countOf = (name: string) => counts.get(name) ?? 0
  return candidates.reduce((least, name) => (countOf(name) < countOf(least) ? name : least))
}

/** The item with the rule that its turns have by default, and with the first of them assigned where nobody is. */
export function withTurns<T extends InTurn>(item: T): T {
  const { turns, turn_rule, assigned } = item
  if (turns) return { ...item, turn_rule: turn_rule ?? 'next', assigned: assigned ?? turns[0]! }
  return turn_rule ? { ...item, turn_rule: null } : item
}

/** Those whom an item names, who may be no members of the space that it comes to. */
export type NamesOfItem = Partial<InTurn & { done_by: string | null }>

/** The same without those who are none; with fewer than two left there are no turns. */
export function namesAmong({ assigned, turns, turn_rule, done_by }: NamesOfItem, members: ReadonlySet<string>) {
  const member = (name: string | null | undefined) => (name && members.has(name) ? name : null)
  const left = turns?.filter((name) => members.has(name)) ?? []
  const hasTurns = left.length >= 2
  return {
    assigned: member(assigned),
    turns: hasTurns ? left : null,
    turn_rule: hasTurns ? turn_rule : null,
    done_by: member(done_by),
  }
}

/** The item without a member; with fewer than two left there are no turns. */
export function withoutMember<T extends InTurn>(item: T, name: string): T {
  const left = item.turns?.filter((one) => one !== name) ?? []
  const assigned = item.assigned === name ? null : item.assigned
  return withTurns({ ...item, assigned, turns: left.length < 2 ? null : left })
}

const DAY_MS = 86_400_000
const MAX_DUE_NOW = 300
const OVERDUE_DAYS = 30
const DUE_DAYS = 1095

const dayFrom = (now, days) => new Date(now + days * DAY_MS).toISOString().slice(0, 10)

/** Todos for each program: a fifth of them, at most 300, are overdue or due today, the others within three years. */
export function sampleItems(count, now = Date.now()) {
  const step = Math.ceil(count / Math.min(count / 5, MAX_DUE_NOW))
  return Array.from({ length: count }, (_, n) => ({
    number: n,
    title: `Ask about the shelf, number ${n}`,
    due: dayFrom(now, n % step ? 1 + (n % DUE_DAYS) : -Math.floor(n / step) % OVERDUE_DAYS),
    priority: 1 + (n % 5),
    tags: ['household'],
  }))
}

/** What is added and completed by each program. */
export const addedItem = () => ({ ...sampleItems(1)[0], title: 'Call the dentist', due: dayFrom(Date.now(), 1) })

import { effect, signal } from '@preact/signals'

/** The view that is shown, and how many items are in it. */
export const shownView = signal<{ title: string; count?: number } | null>(null)
/** The shared space that it is in. */
export const shownSpace = signal<string | null>(null)
/** The title of the item that is open. */
export const shownItem = signal<string | null>(null)

const NAME = 'Track'

effect(() => {
  const { title, count } = shownView.value ?? {}
  const name = shownItem.value ?? (title && count ? `${title} (${count.toLocaleString('en')})` : title)
  document.title = [name, shownSpace.value, NAME].filter(Boolean).join(' · ')
})

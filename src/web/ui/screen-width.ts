import { signal } from '@preact/signals'

function follows(query: string) {
  const media = matchMedia(query)
  const held = signal(media.matches)
  media.addEventListener('change', () => (held.value = media.matches))
  return held
}

export const isPhone = follows('(max-width: 700px)')
/** There is room for an item beside its list. */
export const hasPanel = follows('(min-width: 1100px)')

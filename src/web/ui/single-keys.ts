import { signal } from '@preact/signals'

const STORAGE_KEY = 'track.single-keys'

function load(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== 'off'
  } catch {
    return true
  }
}

/** Whether single letters, digits and signs are shortcuts on this device (WCAG 2.1.4). */
export const areSingleKeysOn = signal(load())

export function turnSingleKeys(on: boolean): void {
  areSingleKeysOn.value = on
  try {
    if (on) localStorage.removeItem(STORAGE_KEY)
    else localStorage.setItem(STORAGE_KEY, 'off')
  } catch {
    // storage can be forbidden; the choice then holds until a reload
  }
}

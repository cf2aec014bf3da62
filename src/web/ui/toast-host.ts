/**
 * The element of the toasts. It moves into the topmost dialog, since nothing under a modal dialog can be reached.
 * As a popover it stands above that dialog and does not move with it.
 */
export const toastHost = document.createElement('div')
toastHost.className = 'toast-host'
toastHost.popover = 'manual'

const over: HTMLElement[] = []

function settle(): void {
  const place = over.at(-1) ?? document.body
  place.append(toastHost)
  toastHost.showPopover()
}

/** Shows the toasts in a dialog until the returned function is called. */
export function toastsInto(dialog: HTMLElement): () => void {
  over.push(dialog)
  settle()
  return () => {
    over.splice(over.indexOf(dialog), 1)
    settle()
  }
}

settle()

/** Toasts live in an element of their own that moves into the topmost dialog, since what lies under one cannot be reached. */
export const toastHost = document.createElement('div')
toastHost.className = 'toast-host'
document.body.append(toastHost)

const over: HTMLElement[] = []
const settle = () => (over.at(-1) ?? document.body).append(toastHost)

export function toastsInto(dialog: HTMLElement): () => void {
  over.push(dialog)
  settle()
  return () => {
    over.splice(over.indexOf(dialog), 1)
    settle()
  }
}
